// The workshop's course, the opening and the twelve steps, as in board/agenda.py.

export const STEPS = /** @type {const} */ ([
  'opening', 'persona', 'stages', 'activities', 'sorting', 'storyboard', 'touchpoints',
  'feelings', 'discussion', 'ideas', 'rating', 'smileys', 'curve',
]);
export const LAST_STEP = STEPS.length - 1;

/** Message key of a step's name. @param {number} step */
export const titleKey = (step) => `agenda.${STEPS[step] ?? 'opening'}`;

/** Message key of the sentence that everybody reads during a step. @param {number} step */
export const sentenceKey = (step) => `${titleKey(step)}.sentence`;
