// The record's page: its times as the reader's own.
import { date } from '../ui/i18n.js';
import '../ui/page.js';

for (const element of document.querySelectorAll('time')) {
  element.textContent = date(element.dateTime, { dateStyle: 'long' });
  element.title = date(element.dateTime, { dateStyle: 'full', timeStyle: 'short' });
}
