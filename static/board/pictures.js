// Pictures that come to the board by drop or out of the clipboard, and where they belong.
import { t } from '../ui/i18n.js';

/** The first picture that a drop or the clipboard carries. @param {DataTransfer|null} carried @returns {File|null} */
export function pictureIn(carried) {
  return [...(carried?.files ?? [])].find(({ type }) => type.startsWith('image/')) ?? null;
}

/** Stores a picture and hangs it up; says so if it could not be. @param {File} file @param {(image: string) => unknown} write */
export async function hang(file, write) {
  const { toast } = await import('../ui/toast.js');
  const { PictureRefused, upload } = await import('../sync/pictures.js');
  try {
    const { id } = await upload(file);
    write(id);
  } catch (error) {
    toast(t(error instanceof PictureRefused ? error.message : 'picture.refused.trouble'));
  }
}
