// On the home page: the way to words of boards that are no more, which only this device has. Loaded where there may be some.
import { html, render } from '#lit';
import { clearOld, wordsOfGone } from '../sync/refused.js';
import { t } from '../ui/i18n.js';
import { icon, setBase } from '../ui/icons.js';
import { head } from '../ui/page.js';

setBase(head.base);
clearOld(Date.now());
const found = wordsOfGone();
if (found.length) {
  const place = document.createElement('ul');
  place.className = 'boards home__boards';
  render(found.map(({ board, count }) => html`<li><a class="boards__one" href="/b/${board}">
    <span class="boards__title">${t('home.kept', { count })}</span><span class="boards__role">${t('home.keptHint')}</span>${icon('arrow-right')}</a></li>`), place);
  document.querySelector('.home__doors')?.before(place);
}
