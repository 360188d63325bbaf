// A question that has to be answered first; only for what cannot be taken back.
import { html, render } from '#lit';
import { t } from './i18n.js';
import { styles } from './styles.js';

/**
 * Asks, and says whether it may go on.
 * @param {{title: string, text: string, confirm: string}} question
 * @returns {Promise<boolean>}
 */
export async function ask({ title, text, confirm }) {
  await styles('css/panels.css');
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  dialog.setAttribute('aria-describedby', 'dialog-text');
  render(html`
    <form method="dialog">
      <h2 class="dialog__title" id="dialog-title">${title}</h2>
      <p id="dialog-text">${text}</p>
      <div class="dialog__acts">
        <button class="button" value="no" autofocus>${t('app.cancel')}</button>
        <button class="button button--danger" value="yes">${confirm}</button>
      </div>
    </form>`, dialog);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
