import type { Text } from '../../../model/text/text.ts';

/** Names a rule that a city took over with numbers of its own. */
export const ownLabel = (label: Text): Text => ({ zh: `${label.zh}（本市）`, en: `${label.en} (this city)` });
