import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { Forces, IncidentLine, ResponsePlan, Video } from './panels/placeholders.tsx';
import { incidentResponseWords } from './words.ts';

/** 预案, 力量, 视频: what an incident will need, in their places until they are connected. */
export const incidentResponse: Plugin = {
  id: 'incident-response',
  words: incidentResponseWords,
  order: 110,
  open: () => ({ close() {} }),
  places: {
    top: [{ id: 'incident-response.line', order: -10, emphasis: 'live', Body: IncidentLine }],
    left: [{ id: 'incident-response.plan', order: 30, emphasis: 'live', Body: ResponsePlan }],
    right: [
      { id: 'incident-response.forces', order: 20, emphasis: 'live', Body: Forces },
      { id: 'incident-response.video', order: 30, emphasis: 'live', Body: Video },
    ],
  },
};
