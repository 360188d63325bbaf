// The styles of what opens beside the board come when the first of it opens.
import { styles } from '../ui/styles.js';

/** Resolves when they are there. */
export const thingStyles = () => styles('css/things.css');
