// Pictures on their way to the board: chosen, dropped or out of the clipboard; stored one by one, and said if one could not be.
import { PictureRefused, upload } from '../sync/pictures.js';
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';
import { toast } from '../ui/toast.js';

/** The pictures that a drop or the clipboard carries. @param {DataTransfer|null} carried */
export function picturesIn(carried) {
  return onlyPictures([...(carried?.files ?? [])]);
}

/** @param {File[]} files */
export function onlyPictures(files) {
  return files.filter(({ type }) => type.startsWith('image/'));
}

/** What a picture is called: as its file, if that says anything. @param {File} file */
export function nameOf(file) {
  const name = file.name.replace(/\.[^.]*$/, '').replaceAll('_', ' ').trim();
  return /^(image|bild)?$/i.test(name) ? '' : name;
}

/** Stores pictures and hangs each up as soon as it is stored; what did not arrive can be sent again. @param {File[]} files @param {(image: string, file: File) => unknown} write */
export async function hang(files, write) {
  /** @type {File[]} */ const missing = [];
  let reason = '';
  for (const [i, file] of files.entries()) {
    if (files.length > 1) toast(t('picture.coming', { n: i + 1, count: files.length }));
    try {
      write((await upload(file)).id, file);
    } catch (error) {
      reason = error instanceof PictureRefused ? error.message : 'picture.refused.trouble';
      missing.push(file);
    }
  }
  const arrived = files.length - missing.length;
  if (missing.length) toast(t(reason), { label: t('picture.again'), run: () => void hang(missing, write) });
  else if (files.length > 1) toast(t('picture.arrived', { count: arrived }));
  else announce(t('picture.arrived', { count: arrived }));
}
