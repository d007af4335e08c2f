import * as v from 'valibot';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { MAX_TABLE_CHARS, NO_CLASS, type ThemeRequest } from '../../../model/questions/thematic-maps.ts';
import { MessageError } from '../../../model/text/message.ts';
import { type AnalysisCase, parseAnalysisCase } from '../../../scenarios/analysis-cases.ts';
import type {
  TableRead,
  ThemeEngineTypes,
  ThemeFacts,
  ThemeResult,
} from '../../../workers/thematic-maps/engine-types.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { refuseLarge } from '../../kit/start-task.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import { LAYER_HOLDER } from '../../twin/catalogue/layer-holder.ts';
import type { Opener } from '../../twin/services.ts';
import { calmPaint, NO_VALUE_TOKEN, tokensOf } from './colours.ts';
import { themePageMessage } from './messages.ts';
import type { SavedTheme } from './slice.ts';
import { readThemeFile } from './tasks/start-reader.ts';

/** Id of the plug-in and of its engine. */
export const THEMATIC_MAPS = 'thematic-maps';

/** Makes maps, and keeps them as cases of the command line. */
export interface ThemeController extends AnalysisController<ThemeFacts, ThemeRequest, ThemeResult> {
  /** Reads a table and joins it to the form; rejects what is no table. */
  takeTable(file: File): Promise<void>;
  /** Keeps the form under its title in this browser. */
  keep(title: string): void;
  forget(title: string): void;
  /** In place of what is kept. */
  takeKept(themes: readonly SavedTheme[]): void;
  /** A map as it was: form, classes, picture. */
  show(request: ThemeRequest): Promise<void>;
  caseText(request: ThemeRequest): string;
  openFile(file: File): Promise<void>;
}

export const thematicMapsController: Opener<App, ThemeController> = {
  id: THEMATIC_MAPS,
  open: (app) => openThemes(app, browserText('shapan-themes-')),
};

function openThemes(app: App, store: BrowserText): ThemeController {
  const { twin, engines } = app;
  const city = twin.city.id;
  const analysis = openAnalysis<ThemeFacts, ThemeRequest, ThemeResult>(app, THEMATIC_MAPS, THEMATIC_MAPS);
  const client = engines.engine<ThemeEngineTypes>(THEMATIC_MAPS);
  const { setThematicMap } = twin.getState();

  async function analyse(request: ThemeRequest): Promise<void> {
    const layers = [request.layer, ...(request.unit.by === 'areas' ? [request.unit.layer] : [])];
    for (const id of layers) await bring(id);
    await analysis.analyse(request);
  }

  /** Files of a layer that a person added lie in the catalogue's worker. */
  async function bring(id: string): Promise<void> {
    const held = await app.service(LAYER_HOLDER)?.held(id);
    if (!held) return;
    await client.open();
    await client.questions.bring(held.layer, held.files);
  }

  function paint(): void {
    const state = twin.getState();
    const result = doneSerial(state, THEMATIC_MAPS) === null ? null : analysis.result();
    const classes = result?.classes[Math.min(state.themeStep, result.classes.length - 1)];
    if (result && result.request.show !== 'colour') {
      state.paintRows(calmPaint(twin.city));
      return;
    }
    if (!result?.layer || !classes) {
      if (state.rowPaint) state.paintRows(null);
      return;
    }
    const tokens = [...tokensOf(result, result.request.palette), NO_VALUE_TOKEN];
    state.paintRows({ layerId: result.layer, classes, tokens });
    state.showLayer(result.layer, true);
  }

  const keepAll = (themesKept: readonly SavedTheme[]) => {
    setThematicMap({ themesKept });
    if (!store.save(city, JSON.stringify(themesKept.map(({ request }) => JSON.parse(caseText(request))))))
      throw new MessageError(themePageMessage('not-kept', {}));
  };

  function caseText(request: ThemeRequest): string {
    const title = request.title || request.layer;
    return `${JSON.stringify(
      { format: 1, kind: 'theme', id: 'theme', title: { zh: title, en: title }, city, analysis: request },
      null,
      2,
    )}\n`;
  }

  function ofCity(one: AnalysisCase<'theme'>, file: string): ThemeRequest {
    if (one.city !== city)
      throw new MessageError(themePageMessage('other-city', { file, expected: city, got: one.city }));
    return one.analysis;
  }

  /** What this browser kept; one map that is broken, or of another version, does not take the others with it. */
  function restored(): SavedTheme[] {
    const kept = store.load(city);
    if (kept === null) return [];
    try {
      return v.parse(v.array(v.unknown()), JSON.parse(kept)).flatMap((one, i) => {
        const place = `localStorage.${i}`;
        try {
          const request = ofCity(parseAnalysisCase('theme', one, place), place);
          return [{ title: request.title, request }];
        } catch (error) {
          app.report(THEMATIC_MAPS, error);
          return [];
        }
      });
    } catch (error) {
      app.report(THEMATIC_MAPS, error);
      return [];
    }
  }

  async function show(request: ThemeRequest): Promise<void> {
    setThematicMap({ themeForm: request, themeStep: 0, themeColumns: [] });
    if (request.table) {
      await client.open();
      const { columns } = await client.questions.readTable(
        new TextEncoder().encode(request.table.csv),
        request.table.file,
      );
      setThematicMap({ themeColumns: columns });
    }
    await analyse(request);
  }

  setThematicMap({ themesKept: restored() });
  const unfollow = [
    twin.follow((state) => doneSerial(state, THEMATIC_MAPS), paint),
    twin.follow(({ themeStep }) => themeStep, paint),
  ];

  return {
    ...analysis,
    analyse,
    async takeTable(file) {
      refuseLarge(file, MAX_TABLE_CHARS / 2 ** 20);
      await client.open();
      const bytes = new Uint8Array(await file.arrayBuffer());
      const { csv, columns } = await client.questions.readTable(bytes, file.name);
      const { themeForm } = twin.getState();
      if (!themeForm) return;
      const table = { file: file.name, csv, key: columns[0].name, attribute: 'id' };
      setThematicMap({
        themeForm: { ...themeForm, table: joinGuess(table, columns, twin.city.layers, themeForm.layer) },
        themeColumns: columns,
      });
    },
    keep(title) {
      const { themeForm, themesKept } = twin.getState();
      if (themeForm)
        keepAll([...themesKept.filter((one) => one.title !== title), { title, request: { ...themeForm, title } }]);
    },
    forget: (title) => keepAll(twin.getState().themesKept.filter((one) => one.title !== title)),
    takeKept: keepAll,
    show,
    caseText,
    openFile: async (file) => show(ofCity(await readThemeFile(file), file.name)),
    close() {
      for (const end of unfollow) end();
    },
  };
}

/** A column of the table that is called as an attribute of the layer is the key, until somebody chooses. */
function joinGuess(
  table: NonNullable<ThemeRequest['table']>,
  columns: TableRead['columns'],
  layers: readonly LayerInfo[],
  layerId: string,
): NonNullable<ThemeRequest['table']> {
  const names = ['id', ...(layers.find(({ id }) => id === layerId)?.attributes.map(({ name }) => name) ?? [])];
  const same = columns.find(({ name }) => names.includes(name));
  return same ? { ...table, key: same.name, attribute: same.name } : table;
}

/** A unit of the map at a step: whether it has a class. */
export const hasClass = (k: number): boolean => k !== NO_CLASS;
