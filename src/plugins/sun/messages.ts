import { messageTable } from '../../../model/text/message.ts';

/** What the tool of the sun refuses. */
export const sunPanelMessage = messageTable({
  'row-lost': { zh: '{lost} 户受影响', en: '{lost} dwellings lose sun' },
  'row-met': { zh: '{met}/{all} 户够', en: '{met} of {all} have enough' },
  'no-scheme': {
    zh: '所选方案没有体块，或现状建筑仍在查找，请稍候再算',
    en: 'the scheme has no volumes, or the existing buildings are still being looked up; wait a moment or choose another',
  },
});
