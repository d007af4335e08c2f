import type { HeatClass, HotPlace } from '../../../../model/tables/heat.ts';
import type { HeatResult } from '../../../../workers/outdoor-heat/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { FactsList } from '../../../kit/facts-list.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { PeopleUsed } from '../../../kit/people-used.tsx';
import { SaveRaster } from '../../../kit/save-raster.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { HEAT_MAP, heatController } from '../controller.ts';
import { shownHour, shownKind, valueAt, valuesAt } from '../shown.ts';
import type { HeatShows } from '../slice.ts';
import { DrawHeat } from './draw.tsx';

/** How hot it feels in a sentence, on how much ground and for whom, where it is hottest, and what all that rests on. */
export function HeatOutcome() {
  const controller = useController(heatController);
  useTwin((state) => doneSerial(state, HEAT_MAP));
  const result = controller.result();
  if (!result) return null;
  return (
    <div data-done="heat">
      <Headline result={result} />
      <Shown result={result} />
      <AtPlace result={result} />
      <Classes result={result} />
      <Hottest result={result} />
      <Facts result={result} />
      <Assumed result={result} />
      <PeopleUsed used={result.used} isOfRoles={controller.isOfRoles} />
      <TakeAway result={result} />
      <AnalysisFoot controller={controller} name="heat" hash={result.hash} />
    </div>
  );
}

const signed = (value: number, digits = 1): string => `${value > 0 ? '+' : ''}${formatNumber(value, digits)}`;
const isStrong = ({ stress }: HeatClass): boolean => ['strong', 'veryStrong', 'extreme'].includes(stress);

/** Says how hot it feels at the worst hour, who stands in strong heat then, and what the change does. */
function Headline({ result }: { result: HeatResult }) {
  const { t } = useWords();
  const { hours, worstHour, classes, residents, change, placed } = result;
  const worst = hours.find(({ hour }) => hour === worstHour);
  const strong = classes.filter(isStrong).reduce((sum, one) => sum + one.residents, 0);
  return (
    <p>
      <b>
        {t('heat.headline', {
          hour: String(worstHour),
          felt: formatNumber(worst?.meanUtciC ?? Number.NaN, 1),
          strong: formatNumber(strong),
          residents: formatNumber(residents),
        })}
      </b>
      {placed.length > 0 && ` ${t('heat.headlineTrees', { trees: formatNumber(placed.length) })}`}
      {change && ` ${t('heat.headlineChange', { ground: signed(change.groundK, 2) })}`}
      {change && change.residentsK !== null && ` ${t('heat.headlinePeople', { people: signed(change.residentsK, 2) })}`}
    </p>
  );
}

/** What the picture shows, and at which hour. */
function Shown({ result }: { result: HeatResult }) {
  const { t } = useWords();
  const form = useTwin(({ heatForm }) => heatForm);
  const set = useTwin(({ setHeatForm }) => setHeatForm);
  const kinds: HeatShows[] = ['utci', 'radiant', 'hours', ...(result.change ? (['change'] as const) : [])];
  return (
    <>
      <Segmented<HeatShows>
        label={t('heat.shows')}
        value={shownKind(result, form.shows)}
        options={kinds.map((value) => ({ value, label: t(`heat.shows_${value}`) }))}
        onChange={(shows) => set({ shows })}
      />
      <ChoiceField
        label={t('heat.hour')}
        value={result.hours[shownHour(result, form.hour)].hour}
        options={result.hours.map(({ hour, meanUtciC }) => ({
          value: hour,
          label: t('heat.hourText', {
            hour: String(hour),
            felt: meanUtciC === null ? '–' : formatNumber(meanUtciC, 1),
          }),
        }))}
        onChange={(hour) => set({ hour })}
      />
    </>
  );
}

/** The shown map as a file. */
function TakeAway({ result }: { result: HeatResult }) {
  const { shows, hour } = useTwin(({ heatForm }) => heatForm);
  const at = shownHour(result, hour);
  const kind = shownKind(result, shows);
  return (
    <p className="form-actions">
      <SaveRaster
        file={`heat-${kind}-${result.hours[at].hour}`}
        place={result.raster}
        valueAt={(cell) => valueAt(result.raster, kind, at, cell)}
      />
    </p>
  );
}

/** The values of one place, asked by a click. */
function AtPlace({ result }: { result: HeatResult }) {
  const { t } = useWords();
  const atM = useTwin(({ heatForm }) => heatForm.atM);
  const hour = useTwin(({ heatForm }) => heatForm.hour);
  const found = atM && valuesAt(result, atM, hour);
  return (
    <>
      <DrawHeat kind="place" isDrawn={atM !== null} />
      {atM && !found && <p className="note">{t('heat.placeOutside')}</p>}
      {found && (
        <p role="status">
          {t('heat.placeValues', {
            felt: formatNumber(found.utciC, 1),
            radiant: formatNumber(found.radiantC, 1),
            hours: formatNumber(found.strongHours),
          })}
          {found.changeK !== null && ` ${t('heat.placeChange', { change: signed(found.changeK) })}`}
        </p>
      )}
    </>
  );
}

/** Ground and residents by class of heat stress at the worst hour. */
function Classes({ result: { classes, worstHour } }: { result: HeatResult }) {
  const { t } = useWords();
  const hasBefore = classes.some(({ areaBeforeM2 }) => areaBeforeM2 !== null);
  const rows = classes.filter(({ areaM2, areaBeforeM2 }) => areaM2 + (areaBeforeM2 ?? 0) > 0);
  return (
    <Table
      isFixed
      rows={rows}
      rowKey={({ stress }) => stress}
      columns={[
        { head: t('heat.stressAt', { hour: String(worstHour) }), cell: ({ stress }) => t(`heat.stress_${stress}`) },
        { head: t('heat.areaHa'), value: ({ areaM2 }) => areaM2 / 10_000, digits: 2 },
        ...(hasBefore
          ? [{ head: t('heat.before'), value: (one: HeatClass) => (one.areaBeforeM2 ?? 0) / 10_000, digits: 2 }]
          : []),
        { head: t('heat.residents'), value: ({ residents }) => residents, digits: 0, isMain: true },
        ...(hasBefore ? [{ head: t('heat.before'), value: (one: HeatClass) => one.residentsBefore, digits: 0 }] : []),
      ]}
    />
  );
}

/** The hottest places; a press shows where. */
function Hottest({ result: { hottest } }: { result: HeatResult }) {
  const { t } = useWords();
  const set = useTwin(({ setHeatForm }) => setHeatForm);
  return (
    <Table
      isFixed
      rows={hottest}
      rowKey={({ eastM, northM }) => `${eastM} ${northM}`}
      columns={[
        {
          head: t('heat.hottest'),
          cell: ({ eastM, northM, surface }: HotPlace) => (
            <button type="button" className="link" onClick={() => set({ atM: [eastM, northM] })}>
              {t(`heat.surface_${surface}`)} {formatNumber(eastM)}, {formatNumber(northM)}
            </button>
          ),
        },
        { head: t('heat.shows_utci'), value: ({ utciC }) => utciC, digits: 1, isMain: true },
        { head: t('heat.shows_radiant'), value: ({ radiantC }) => radiantC, digits: 1 },
        { head: t('heat.shows_hours'), value: ({ strongHours }) => strongHours, digits: 0 },
      ]}
    />
  );
}

/** Hours of strong heat, warmth of surfaces, trees. */
function Facts({ result }: { result: HeatResult }) {
  const { t } = useWords();
  const { strongHours, surfaces, used, areaM2 } = result;
  const rows = [
    [t('heat.ground'), t('heat.groundValue', { area: formatNumber(areaM2 / 10_000, 1) })],
    [
      t('heat.shows_hours'),
      t('heat.strongValue', {
        ground: formatNumber(strongHours.ground, 1),
        people: strongHours.residents === null ? '–' : formatNumber(strongHours.residents, 1),
      }),
    ],
    [
      t('heat.surfaces'),
      surfaces.map(({ surface, meanC }) => `${t(`heat.surface_${surface}`)} ${formatNumber(meanC, 0)} °C`).join(' · '),
    ],
    [
      t('heat.treesUsed'),
      t('heat.treesValue', { trees: formatNumber(used.trees), assumed: formatNumber(used.treesAssumed) }),
    ],
  ] as const;
  return <FactsList rows={rows} />;
}

/** What was assumed, and what the method leaves out. */
function Assumed({ result: { used, placed } }: { result: HeatResult }) {
  const { t } = useWords();
  return (
    <>
      <p className="note">
        <span className="tag unsure">{t('heat.assumed')}</span> {t('heat.windWhy')}
      </p>
      {used.unknownCoverPct > 0 && (
        <p className="note">{t('heat.unknownCover', { part: formatNumber(used.unknownCoverPct) })}</p>
      )}
      {placed.length > 0 && <p className="note">{t('heat.plantingWhy')}</p>}
      <p className="note">{t('heat.method')}</p>
    </>
  );
}
