import { useId, useState } from 'react';
import { sightOfBuilding } from '../../../../model/city/standing-building.ts';
import type { SunBuildingRow } from '../../../../workers/sun/engine-types.ts';
import { Progress } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Segmented, Switch } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import type { TableColumn } from '../../../kit/table/column.ts';
import { SaveTables } from '../../../kit/table/save-tables.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { sunRuleIn, sunRulesIn } from '../../../twin/city-rules.ts';
import { sunController } from '../controller.ts';
import { FanFacts, PointFan, StoreyFan } from './sun-fan.tsx';
import { SunOnGround } from './sun-ground.tsx';
import { parametersText, useSunSheet } from './sun-report.ts';
import { SchemeField, SchemeNote, useSchemeChoice } from './with-scheme.tsx';

/** How many buildings are listed; all are in the table that is saved. */
const BUILDINGS_LISTED = 30;

/** 日照时数: hours of sun at the façades of the chosen building, or of all that what is planned may shade, before and after. */
export function SunHours({ year }: { year: number }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const sun = useController(sunController);
  const facts = useQuery('sun facts', () => sun.facts());
  const study = useTwin((state) => state.sunStudied);
  const offered = useTwin((state) => sunRulesIn(twin.city, state));
  const [rule, setRule] = useState(offered[0].id);
  const [brings, setBrings] = useState(true);
  const chosen = useChosen();
  const ofScheme = useSchemeChoice();
  const ruleField = useId();
  if (facts.kind !== 'answered') return null;
  const { origin, planned } = facts.answer;
  if (origin === null) return <p className="note sun-hours">{t('sun.noVolumes')}</p>;
  const names = planned.map((id) => twin.city.layers.find((layer) => layer.id === id)?.label ?? { zh: id, en: id });
  const layers = brings ? planned : [];
  const form = { year, rule, planned: layers, scheme: ofScheme.chosen };
  const rules = sunRuleIn(twin.city, twin.getState(), rule);
  return (
    <section className="sun-hours" aria-label={t('sun.hours')}>
      <h3>{t('sun.hours')}</h3>
      <div className="field">
        <label htmlFor={ruleField}>{t('sun.rule')}</label>
        <select id={ruleField} value={rule} onChange={(event) => setRule(event.currentTarget.value)}>
          {offered.map(({ id, label }) => (
            <option key={id} value={id}>
              {of(label)}
            </option>
          ))}
        </select>
      </div>
      <p className="note">
        <RuleMark standing={{ kind: rules.verified ? 'stated' : 'unconfirmed' }} /> {of(rules.source)}
      </p>
      {planned.length > 0 && (
        <div className="field brings">
          <span>{t('sun.brings', { layers: names.map((name) => of(name)).join(t('sun.and')) })}</span>
          <Switch label={t('sun.bringsShort')} on={brings} onChange={setBrings} />
        </div>
      )}
      <SchemeField {...ofScheme} />
      {study.kind === 'running' ? (
        <Progress label={t('sun.hours')} doneRatio={study.doneRatio} onStop={() => sun.stop()} />
      ) : (
        <p className="form-actions">
          <button
            type="button"
            className="btn"
            disabled={!chosen}
            title={chosen ? undefined : t('sun.chooseFirst')}
            onClick={() => chosen && void sun.study({ ...form, of: { kind: 'one', ...chosen } })}
          >
            {t('sun.studyOne')}
          </button>
          {(layers.length > 0 || ofScheme.chosen !== null) && (
            <button type="button" className="btn" onClick={() => void sun.study({ ...form, of: { kind: 'shaded' } })}>
              {t('sun.studyShaded')}
            </button>
          )}
        </p>
      )}
      {study.kind === 'failed' && <ErrorNotice what={t('sun.studyFailed')} reason={study.reason} />}
      {study.kind === 'done' && <Hours />}
      <PointFan form={form} />
      <SunOnGround form={form} />
    </section>
  );
}

/** Layer and id of the selected object. */
function useChosen(): { layer: string; id: string } | null {
  const { catalogue } = useApp();
  const gid = useTwin((state) => state.selectedGid);
  const found = useQuery(gid === null ? null : `sun ${gid}`, async () => {
    const one = gid === null ? null : await catalogue.describe(gid);
    return one && { layer: one.layerId, id: one.id };
  });
  return gid !== null && found.kind === 'answered' ? found.answer : null;
}

/** What the last study came to: building by building, those that lose most first. */
function Hours() {
  const { t } = useWords();
  const sun = useController(sunController);
  const sheet = useSunSheet();
  const result = sun.result();
  if (!result) return null;
  const { buildings, rules, hasScheme, counts } = result;
  const rows = [...buildings].sort((a, b) => b.lost - a.lost || a.metAfter / a.judged - b.metAfter / b.judged);
  const sum = (of: (row: SunBuildingRow) => number) => formatNumber(rows.reduce((all, row) => all + of(row), 0));
  return (
    <div className="sun-result">
      <p>
        {t(hasScheme ? 'sun.sumScheme' : 'sun.sum', {
          buildings: formatNumber(rows.length),
          windows: sum(({ judged }) => judged),
          before: sum(({ metBefore }) => metBefore),
          after: sum(({ metAfter }) => metAfter),
          lost: sum(({ lost }) => lost),
          minutes: formatNumber(rules.minMinutes),
        })}
      </p>
      <SchemeNote scheme={sun.reckoned('study')} />
      <ColourFacades hasScheme={hasScheme} />
      <ul>
        {rows.slice(0, BUILDINGS_LISTED).map((row) => (
          <BuildingRow
            key={`${row.layer} ${row.id}`}
            row={row}
            building={buildings.indexOf(row)}
            hasScheme={hasScheme}
          />
        ))}
      </ul>
      {rows.length > BUILDINGS_LISTED && (
        <p className="note">{t('sun.more', { count: formatNumber(rows.length - BUILDINGS_LISTED) })}</p>
      )}
      <p className="note">{parametersText(t, result)}</p>
      <p className="note">
        {t('sun.left', {
          inside: formatNumber(counts.insideParts),
          under: formatNumber(counts.underGround),
          assumed: formatNumber(counts.storeysAssumed),
          pitched: formatNumber(counts.pitched),
        })}
      </p>
      <InferredFact fact="prisms" />
      <p className="form-actions">
        <SaveTables
          file="sun-storeys"
          label={t('sun.save')}
          tables={async () => ({ 'sun-storeys': await sun.storeys() })}
          lineEnd={'\n'}
        />
        <ReportButtons make={() => sheet(result)} />
        <span className="mono note">{result.hash.slice(0, 12)}</span>
      </p>
    </div>
  );
}

/** Whether the walls wear their hours, and which. */
function ColourFacades({ hasScheme }: { hasScheme: boolean }) {
  const { t } = useWords();
  const sun = useController(sunController);
  const phase = useTwin((state) => state.sunFacades);
  return (
    <Segmented
      label={t('sun.colour')}
      value={phase ?? 'off'}
      options={[
        { value: 'off', label: t('sun.colourOff') },
        { value: 'before', label: t('sun.colourBefore') },
        ...(hasScheme ? [{ value: 'after' as const, label: t('sun.colourAfter') }] : []),
      ]}
      onChange={(value) => sun.show(value === 'off' ? null : value)}
    />
  );
}

function BuildingRow({ row, building, hasScheme }: { row: SunBuildingRow; building: number; hasScheme: boolean }) {
  const { t, of } = useWords();
  const { twin, view, catalogue } = useApp();
  const [isOpen, setOpen] = useState(false);
  const goThere = () => {
    view.flyToPlace(sightOfBuilding(row));
    void catalogue.gidOf(row.id).then((gid) => twin.getState().select(gid));
  };
  const met = hasScheme
    ? `${formatNumber(row.metBefore)} → ${formatNumber(row.metAfter)}`
    : formatNumber(row.metBefore);
  const after: TableColumn<SunBuildingRow['storeys'][number]> = {
    head: t('sun.minutesAfter'),
    cell: ({ leastAfterMin, mostAfterMin }) => rangeText(leastAfterMin, mostAfterMin),
    align: 'end',
  };
  return (
    <li>
      <p className="row-head">
        <button type="button" className="link" onClick={goThere}>
          {of(row.name)}
        </button>
        <span className="space" />
        <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('sun.metOf', { met, judged: formatNumber(row.judged) })}
        </button>
      </p>
      {isOpen && <FanFacts building={building} />}
      {isOpen && (
        <Table
          isFixed
          name="sun-storeys"
          rows={row.storeys}
          rowKey={({ storey }) => storey}
          rowProps={({ lost }) => ({ className: lost > 0 ? 'lost' : '' })}
          columns={[
            { head: t('sun.storey'), cell: ({ storey }) => <StoreyFan building={building} storey={storey} /> },
            { head: t('sun.windows'), value: ({ judged }) => judged },
            {
              head: t('sun.minutesBefore'),
              cell: ({ leastBeforeMin, mostBeforeMin }) => rangeText(leastBeforeMin, mostBeforeMin),
              align: 'end',
            },
            ...(hasScheme ? [after] : []),
          ]}
        />
      )}
    </li>
  );
}

const rangeText = (least: number, most: number): string =>
  Number.isFinite(least) && Number.isFinite(most) ? `${Math.round(least)}–${Math.round(most)}` : '—';
