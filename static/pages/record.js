// The record's page: its times as the reader's own; of several on one day, the hour tells them apart.
import { date } from '../ui/i18n.js';
import '../ui/page.js';

for (const element of document.querySelectorAll('time')) {
  element.textContent = date(element.dateTime, element.closest('.versions') ? { dateStyle: 'medium', timeStyle: 'short' } : { dateStyle: 'long' });
  element.title = date(element.dateTime, { dateStyle: 'full', timeStyle: 'short' });
}
