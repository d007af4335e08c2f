import { type AirRequest, ReleaseRequest, TraceRequest } from '../../../model/questions/air.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { AirFacts, AirResult } from '../../../workers/air/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import type { Picking } from '../../twin/pick.ts';
import { openRoleAnalysis, type RoleAnalysis } from '../../twin/role-analysis.ts';
import type { Opener } from '../../twin/services.ts';
import { type AirForm, freshAirForm } from './slice.ts';

/** Id of the plug-in and of its picking. */
export const AIR_RELEASE = 'air-release';
const AIR_ENGINE = 'air';

/** What is picked on the map: where it leaves, or where somebody noted something. */
export type AirPick = 'place' | 'reading';

/** Readings that a trace takes at least. */
const MIN_READINGS = 3;

/** Computes with the roles of layers that hold when it is asked; what is picked goes into the form. */
export const airReleaseController: Opener<App, RoleAnalysis<AirFacts, AirRequest, AirResult>> = {
  id: AIR_RELEASE,
  open(app) {
    const { twin } = app;
    const picked = (pick: Picking | null): void => {
      const last = pick?.points.at(-1);
      if (pick?.owner !== AIR_RELEASE || !last) return;
      const { endPicking, setAirForm, airForm } = twin.getState();
      const [eastM, northM] = last.enu;
      const atM: [number, number] = [Math.round(eastM), Math.round(northM)];
      endPicking(AIR_RELEASE);
      if (pick.kind === ('place' satisfies AirPick)) setAirForm({ atM });
      else setAirForm({ readings: [...airForm.readings, { atM, mgPerM3: 0 }] });
    };
    const analysis = openRoleAnalysis<AirFacts, AirRequest, AirResult>(app, AIR_RELEASE, AIR_ENGINE);
    const unfollow = twin.follow(({ pick }) => pick, picked);
    return { ...analysis, close: unfollow };
  },
};

/** What the engine is asked, as a case of the command line has it; null: something is missing. */
export function requestOf(form: AirForm): AirRequest | null {
  const { kind, atM, readings, spreadPct, hasBackground, ...release } = form;
  const { windMps, windFromDeg, stability, sky, terrain, lidM, heightM } = release;
  if (kind === 'release')
    return atM && { kind, atM: [atM[0], atM[1]], ...release, cellM: defaultsOf(ReleaseRequest).cellM };
  if (readings.length < MIN_READINGS) return null;
  const air = { windMps, windFromDeg, stability, sky, terrain, lidM, heightM };
  const { cellM } = defaultsOf(TraceRequest);
  return { kind, readings: readings.map((one) => ({ ...one })), ...air, cellM, spreadPct, hasBackground };
}

/** The form that asks such a question, as a link brings it. */
export function formOf(request: AirRequest): AirForm {
  const { cellM: _, ...numbers } = request;
  return { ...freshAirForm(), ...numbers };
}
