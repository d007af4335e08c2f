import { sightOfBuilding } from '../../../model/city/standing-building.ts';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { SunRules } from '../../../model/questions/sun-rules.ts';
import { SunStudyRequest } from '../../../model/questions/sun-study.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import { MessageError } from '../../../model/text/message.ts';
import type {
  SunEngineTypes,
  SunFacts,
  SunFan,
  SunGround,
  SunObstruction,
  SunResult,
} from '../../../workers/sun/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { sunRuleIn } from '../../twin/city-rules.ts';
import { failureOf } from '../../twin/failure.ts';
import { type EvaluatedScheme, SCHEME_VOLUMES, type StudiedScheme } from '../../twin/scheme-volumes.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { SUN_STUDIES, type SunStudies } from '../../twin/sun-studies.ts';
import { dwellingRows, sightOfDwelling } from './dwelling.ts';
import { darkestWindow } from './fan-rays.ts';
import { lossesOf } from './losses.ts';
import { sunPanelMessage } from './messages.ts';

/** What a study is asked by the panel. */
interface SunStudyForm {
  year: number;
  /** One of the rules that are offered here, by its id. */
  rule: string;
  /** One building, or all before which what is planned may stand. */
  of: { kind: 'one'; layer: string; id: string } | { kind: 'shaded' };
  /** Planned layers that stand after. */
  planned: readonly string[];
  /** A scheme that stands after in place of what gives way to it, by its id; null: none. */
  scheme: string | null;
}

/** What a study of the ground is asked by the panel: a square around a place, half its side `reachM`. */
interface SunGroundForm extends Pick<SunStudyForm, 'year' | 'rule' | 'planned' | 'scheme'> {
  atM: readonly [eastM: number, northM: number];
  reachM: number;
}

/** Form of a look at the sun from a point. */
export type SunFanForm = Pick<SunStudyForm, 'year' | 'rule' | 'planned' | 'scheme'>;

/** A fan on the picture: of the darkest window of a storey, or of a point that was clicked. */
interface ShownFan {
  window: { building: number; storey: number } | null;
  hasScheme: boolean;
  /** Which scheme it was reckoned with; null: none. */
  scheme: EvaluatedScheme | null;
  fan: SunFan;
}

/** Id of the tool, whose open panel is a study of shadows. */
export const SUN_TOOL = 'sun';

/** Owner of the picking of points. */
export const SUN_PICKER = 'sun';

/** Cells along a side of the ground that is studied. */
const GROUND_CELLS = 80;
const MIN_CELL_M = 1;

/** Hours of sun at façades and on the ground, studied in a worker. */
export interface SunController extends Controller {
  facts(): Promise<SunFacts>;
  study(form: SunStudyForm): Promise<void>;
  studyGround(form: SunGroundForm): Promise<void>;
  /** Returns the ground of the last study of it; null: there is none. */
  ground(): SunGround | null;
  showGround(phase: 'before' | 'after' | null): void;
  /** Which scheme the last study, and the last one of the ground, were reckoned with; null: none. */
  reckoned(of: 'study' | 'ground'): EvaluatedScheme | null;
  stop(): void;
  /** Returns the result of the last study; null: there is none. */
  result(): SunResult | null;
  takers(building: number, phase: 'before' | 'after'): Promise<SunObstruction[]>;
  storeys(): Promise<DataTable>;
  dwellings(): Promise<DataTable>;
  /** Draws the sun's rays to the window of a storey that has least sun; null: takes them off. */
  showFan(of: { building: number; storey: number } | null): Promise<void>;
  /** The next click on the picture is a point whose fan is drawn; null: it is not. */
  pickFan(form: SunFanForm | null): void;
  /** The fan of the point that is shown, anew; nothing where none is. */
  askFanAgain(form: SunFanForm): void;
  /** Colours rays by what becomes of them today or with what is planned, which then stands in the picture. */
  colourFan(phase: 'before' | 'after'): void;
  /** What is drawn; null: nothing is. */
  fan(): ShownFan | null;
  show: SunStudies['show'];
  /** Frames the windows of a dwelling of the last study, selects its building and flies before them. */
  showDwelling(at: number): void;
}

/** Asks the engine of sunlight; what it answers is large and lies here, not in the state. */
export const sunController: Opener<App, SunController> = {
  id: 'sun',
  open(app) {
    const { twin, engines, offer } = app;
    const client = engines.engine<SunEngineTypes>('sun');
    const { setSunStudied, setSunGround, setSunFan, setSunFanFailure, colourFacades, showLayer } = twin.getState();
    let result: SunResult | null = null;
    let ground: SunGround | null = null;
    let serial = 0;
    let groundSerial = 0;
    const reckoned: Record<'study' | 'ground', EvaluatedScheme | null> = { study: null, ground: null };
    let fan: ShownFan | null = null;
    let fanSerial = 0;
    let fanForm: SunFanForm | null = null;
    let fanPoint: SurfacePoint | null = null;

    const ruleOf = (id: string) => sunRuleIn(twin.city, twin.getState(), id);

    /** What a scheme that was asked for builds. */
    async function brought(id: string | null): Promise<StudiedScheme | null> {
      if (id === null) return null;
      const scheme = await app.service(SCHEME_VOLUMES)?.studied(id);
      if (!scheme) throw new MessageError(sunPanelMessage('no-scheme', {}));
      return scheme;
    }

    /** What stands after is on the picture. */
    function showAfter(planned: readonly string[], scheme: Pick<EvaluatedScheme, 'id'> | null): void {
      for (const id of planned) showLayer(id, true);
      if (scheme) app.service(SCHEME_VOLUMES)?.show(scheme.id);
    }

    function showGround(phase: 'before' | 'after' | null): void {
      setSunGround({ sunGroundShown: phase });
      if (phase === 'after') showAfter(ground?.planned ?? [], reckoned.ground);
    }

    async function studyGround({ atM: [eastM, northM], reachM, ...form }: SunGroundForm): Promise<void> {
      const ownSerial = ++groundSerial;
      const isLast = () => ownSerial === groundSerial;
      setSunGround({ sunGround: { kind: 'running', doneRatio: 0 }, sunGroundShown: null });
      try {
        await client.open();
        const own = await brought(form.scheme);
        const { year, rules, scheme } = requestOf({ ...form, of: { kind: 'shaded' } }, ruleOf(form.rule), own);
        const boxM: [number, number, number, number] = [
          eastM - reachM,
          northM - reachM,
          eastM + reachM,
          northM + reachM,
        ];
        const cellM = Math.max(MIN_CELL_M, (2 * reachM) / GROUND_CELLS);
        const found = await client.questions.ground({ year, rules, boxM, cellM, scheme }, (doneRatio) => {
          if (isLast()) setSunGround({ sunGround: { kind: 'running', doneRatio } });
        });
        if (!isLast()) return;
        if (found) {
          ground = found;
          reckoned.ground = reckonedOf(own);
        }
        setSunGround({ sunGround: ground ? { kind: 'done', serial: ownSerial } : { kind: 'idle' } });
        if (found) showGround(found.hasScheme ? 'after' : 'before');
      } catch (error) {
        if (isLast()) setSunGround({ sunGround: { kind: 'failed', reason: failureOf(error) } });
      }
    }

    /** Draws what was asked for last. */
    async function drawFan(ask: () => Promise<ShownFan | null>): Promise<void> {
      const ownSerial = ++fanSerial;
      setSunFanFailure(null);
      try {
        const found = await ask();
        if (ownSerial !== fanSerial) return;
        fan = found;
        setSunFan(fan ? ownSerial : null);
      } catch (error) {
        if (ownSerial === fanSerial) setSunFanFailure(failureOf(error));
      }
    }

    async function showFan(of: { building: number; storey: number } | null): Promise<void> {
      fanPoint = null;
      await drawFan(async () => {
        const window = of && result ? darkestWindow(result, of) : null;
        const found = window === null ? null : await client.questions.fan(window);
        const hasScheme = result?.hasScheme ?? false;
        return of && found && { window: of, hasScheme, scheme: reckoned.study, fan: found };
      });
    }

    async function showPointFan({ enu, on }: SurfacePoint, form: SunFanForm): Promise<void> {
      await drawFan(async () => {
        await client.open();
        const own = await brought(form.scheme);
        const { year, rules, scheme } = requestOf({ ...form, of: { kind: 'shaded' } }, ruleOf(form.rule), own);
        const request = { year, rules, scheme, atM: enu, isGround: on === 'ground' };
        const found = await client.questions.fanAt(request);
        return { window: null, hasScheme: scheme !== null, scheme: reckonedOf(own), fan: found };
      });
    }

    function colourFan(phase: 'before' | 'after'): void {
      twin.getState().colourFan(phase);
      if (phase === 'after') showAfter(fanForm?.planned ?? [], fan?.scheme ?? null);
    }

    const unfollowTool = twin.follow(
      ({ tool }) => tool === SUN_TOOL,
      (isOpen) => twin.getState().studyShadows(SUN_TOOL, isOpen),
    );
    const unfollow = twin.follow(
      ({ pick }) => pick,
      (pick) => {
        if (pick?.owner !== SUN_PICKER || pick.points.length === 0 || !fanForm) return;
        twin.getState().endPicking(SUN_PICKER);
        fanPoint = pick.points[0];
        colourFan(twin.getState().sunFanPhase);
        void showPointFan(fanPoint, fanForm);
      },
    );

    /** Runs a study; only the last one counts: an earlier one that ends later changes nothing. */
    async function study(
      request: SunStudyRequest,
      hear: (doneRatio: number) => void,
      scheme: EvaluatedScheme | null,
    ): Promise<SunResult | null> {
      const ownSerial = ++serial;
      colourFacades(null);
      void showFan(null);
      setSunStudied({ kind: 'running', doneRatio: 0 });
      try {
        await client.open();
        const found = await client.questions.analyse(request, (doneRatio) => {
          if (ownSerial !== serial || twin.getState().sunStudied.kind !== 'running') return;
          setSunStudied({ kind: 'running', doneRatio });
          hear(doneRatio);
        });
        if (ownSerial !== serial) return null;
        if (found) {
          result = found;
          reckoned.study = scheme;
        }
        setSunStudied(result ? { kind: 'done', serial } : { kind: 'idle' });
        return found;
      } catch (error) {
        if (ownSerial === serial) setSunStudied({ kind: 'failed', reason: failureOf(error) });
        throw error;
      }
    }

    function showDwelling(at: number): void {
      if (!result) return;
      const { frameDwelling, sunFacades } = twin.getState();
      frameDwelling(at);
      if (sunFacades === null) studies.show(result.hasScheme ? 'after' : 'before');
      const sight = sightOfDwelling(result, at);
      if (sight) app.view.flyToPlace(sight.place, sight.headingDeg);
    }

    const studies: SunStudies = {
      async losses(request, hear, scheme) {
        const found = await study(request, hear, scheme ? reckonedOf(scheme) : null);
        return found && lossesOf(found);
      },
      stop: () => void client.questions.stop(),
      show(phase) {
        colourFacades(phase);
        if (phase === 'after') showAfter(result?.planned ?? [], reckoned.study);
      },
    };
    const takeBack = offer(SUN_STUDIES, studies);
    return {
      facts: () => client.open(),
      result: () => result,
      studyGround,
      ground: () => ground,
      reckoned: (of) => reckoned[of],
      showFan,
      pickFan(form) {
        fanForm = form;
        const { startPicking, endPicking } = twin.getState();
        if (form) startPicking(SUN_PICKER, 'fan', 'distance');
        else endPicking(SUN_PICKER);
      },
      askFanAgain(form) {
        fanForm = form;
        if (fanPoint) void showPointFan(fanPoint, form);
      },
      colourFan,
      fan: () => fan,
      showGround,
      stop: () => void client.questions.stop(),
      takers: (building, phase) => client.questions.takers(building, phase),
      storeys: async () => (await client.questions.tables()).storeys,
      dwellings: async () => (await client.questions.tables()).dwellings,
      show: studies.show,
      showDwelling,
      async study(form) {
        try {
          const own = await brought(form.scheme);
          // The state says why a study failed.
          const found = await study(requestOf(form, ruleOf(form.rule), own), () => {}, reckonedOf(own)).catch(
            () => null,
          );
          if (!found) return;
          studies.show(found.hasScheme ? 'after' : 'before');
          const [worst] = dwellingRows(found);
          if (worst) showDwelling(worst.at);
          else app.view.flyToPlace(sightOfBuilding(found.buildings[0]));
        } catch (error) {
          setSunStudied({ kind: 'failed', reason: failureOf(error) });
        }
      },
      close() {
        unfollowTool();
        unfollow();
        takeBack();
      },
    };
  },
};

/** Without what it builds, which is large. */
const reckonedOf = (scheme: EvaluatedScheme | null): EvaluatedScheme | null =>
  scheme && { id: scheme.id, name: scheme.name, stamp: scheme.stamp };

const { bayM, storeyM } = defaultsOf(SunStudyRequest);

/** As a case of the command line has it, so that both come to the same result; `scheme`: what that of the form builds. */
export function requestOf(
  { year, of, planned }: Omit<SunStudyForm, 'scheme' | 'rule'>,
  rules: SunRules,
  scheme: Pick<StudiedScheme, 'volumes'> | null = null,
): SunStudyRequest {
  return {
    year,
    rules,
    bayM,
    storeyM,
    of: of.kind === 'shaded' ? { kind: 'shaded' } : { kind: 'objects', objects: [{ layer: of.layer, id: of.id }] },
    scheme:
      planned.length === 0 && !scheme
        ? null
        : { layers: [...planned], add: scheme?.volumes.add ?? [], hide: scheme?.volumes.hide ?? [] },
  };
}
