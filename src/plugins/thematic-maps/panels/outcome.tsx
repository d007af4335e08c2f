import type { ThemeRequest } from '../../../../model/questions/thematic-maps.ts';
import type { NamedUnit, ThemeResult } from '../../../../workers/thematic-maps/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Slider } from '../../../kit/controls.tsx';
import { NumberField } from '../../../kit/form-fields.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { NO_VALUE_TOKEN, tokensOf } from '../colours.ts';
import { THEMATIC_MAPS, thematicMapsController } from '../controller.ts';
import { classText, limitText } from '../legend-text.ts';
import { MAX_BARS, MAX_SYMBOLS } from '../scene/layers.ts';
import { ThemeLimits } from './limits.tsx';
import { useThemeReport } from './theme-report.ts';

/** Around a unit, when it is flown to. */
const SIGHT_M = 400;

/** The classes with what falls to each, the slider, and what was left out. */
export function ThemeOutcome() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(thematicMapsController);
  const report = useThemeReport();
  useTwin((state) => doneSerial(state, THEMATIC_MAPS));
  const wanted = useTwin(({ themeStep }) => themeStep);
  const result = controller.result();
  if (!result) return null;
  const { request, times, breaks, spread, hash } = result;
  const step = Math.min(wanted, times.length - 1);
  const own = (next: number[]) => {
    const form: ThemeRequest = { ...request, classes: { by: 'own', breaks: next } };
    twin.getState().setThematicMap({ themeForm: form });
    void controller.analyse(form);
  };
  return (
    <div data-done="theme">
      {times.length > 1 && (
        <Slider
          label={t('theme.step')}
          value={step}
          max={times.length - 1}
          text={times[step]}
          onChange={(themeStep) => twin.getState().setThematicMap({ themeStep })}
        />
      )}
      {spread && <ThemeLimits result={result} tokens={tokensOf(result, request.palette)} onChange={own} />}
      <Classes result={result} step={step} />
      {spread &&
        breaks.map((limit, i) => (
          <NumberField
            key={i}
            label={t('theme.limit', { n: i + 1 })}
            unit=""
            value={Number(limit.toPrecision(7))}
            min={breaks[i - 1] ?? spread.min}
            max={breaks[i + 1] ?? spread.max}
            step={10 ** Math.floor(Math.log10((spread.max - spread.min || 1) / 1000))}
            onChange={(value) => {
              const next = breaks.map((one, k) => (k === i ? value : one));
              if (next.every((one, k) => k === 0 || one > next[k - 1])) own(next);
            }}
          />
        ))}
      <LeftOut result={result} step={step} />
      <Highest result={result} />
      <InferredFact fact="population" />
      <p className="form-actions">
        <ReportButtons make={() => report(result, step)} />
      </p>
      <AnalysisFoot controller={controller} name="thematic-map" hash={hash} />
    </div>
  );
}

function Classes({ result, step }: { result: ThemeResult; step: number }) {
  const words = useWords();
  const { t } = words;
  const { legend, missing, spread, request } = result;
  const tokens = tokensOf(result, request.palette);
  const all = legend.reduce((sum, { counts }) => sum + counts[step], missing[step]);
  const rows = [
    ...legend.map((one, k) => ({ token: tokens[k], text: classText(one, spread, words), count: one.counts[step] })),
    { token: NO_VALUE_TOKEN, text: t('theme.noData'), count: missing[step] },
  ];
  return (
    <Table
      isFixed
      name="theme-classes"
      rows={rows}
      rowKey={({ token }) => token}
      columns={[
        {
          head: t('theme.class'),
          cell: ({ token, text }) => (
            <>
              <i className="theme-swatch" style={{ background: `var(--${token})` }} aria-hidden="true" />
              {text}
            </>
          ),
        },
        { head: t('theme.units'), value: ({ count }) => count },
        { head: '%', value: ({ count }) => (all === 0 ? null : (100 * count) / all), digits: 1 },
      ]}
    />
  );
}

/** Nothing is dropped in silence. */
function LeftOut({ result, step }: { result: ThemeResult; step: number }) {
  const { t } = useWords();
  const { things, join, request, classes } = result;
  const count = formatNumber;
  const drawn = { bars: MAX_BARS, symbols: MAX_SYMBOLS, colour: Number.POSITIVE_INFINITY }[request.show];
  const shown = classes[step].length - result.missing[step];
  return (
    <>
      <p className="note">
        {t('theme.left', {
          things: count(things.count),
          without: count(things.withoutValue),
          outside: count(things.outside),
        })}
      </p>
      {join && (
        <p className="note">
          {t('theme.joined', {
            rows: count(join.rows),
            unmatched: count(join.unmatched),
            doubled: count(join.doubled),
          })}
        </p>
      )}
      {shown > drawn && <p className="note">{t('theme.drawn', { drawn: count(drawn), shown: count(shown) })}</p>}
    </>
  );
}

function Highest({ result }: { result: ThemeResult }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const { named, spread } = result;
  if (!spread) return null;
  const fly = ({ atM: [eastM, northM] }: NamedUnit) => view.flyToPlace({ eastM, northM, upM: 0, radiusM: SIGHT_M });
  const isGrid = result.request.unit.by === 'grid';
  return (
    <>
      {isGrid && <p className="note">{t('theme.cellNames')}</p>}
      <Table
        rows={named}
        rowKey={({ id }) => id}
        columns={[
          {
            head: t('theme.highest'),
            value: ({ name }) => of(name),
            cell: (one) => (
              <button type="button" className="link" onClick={() => fly(one)}>
                {of(one.name)}
              </button>
            ),
          },
          {
            head: t('theme.value'),
            value: ({ value }) => value,
            cell: ({ value }) => (value === null ? NO_VALUE_MARK : limitText(value, spread)),
          },
        ]}
      />
    </>
  );
}
