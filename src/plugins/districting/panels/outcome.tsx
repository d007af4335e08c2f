import { tableOf } from '../../../../model/tables/data-table.ts';
import { DISTRICT, type District } from '../../../../model/tables/districts.ts';
import type { DistrictsResult } from '../../../../workers/districting/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { PeopleUsed } from '../../../kit/people-used.tsx';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { geoJsonOf } from '../../../kit/table/table-geojson.ts';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { DISTRICTING, districtsController } from '../controller.ts';
import { headline, limitTexts, proofText, signedPct } from '../outcome.ts';
import { useDistrictsReport } from './districts-report.ts';

/** Around the middle of a district, when it is flown to. */
const AROUND_M = 900;

/** How the city is divided in a sentence, who changes, how good that is for certain, and district by district. */
export function DistrictsOutcome() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(districtsController);
  useTwin((state) => doneSerial(state, DISTRICTING));
  const reportOf = useDistrictsReport();
  const result = controller.result();
  if (!result) return null;
  const save = () => {
    const table = tableOf(DISTRICT, result.districts);
    const geoJson = geoJsonOf(table, { areas: result.outlines }, twin.city.origin);
    saveFile(`${twin.city.id}-districts.geojson`, 'application/geo+json', geoJson);
  };
  return (
    <div data-done="districts">
      <p>
        <b>{headline(t, result)}</b>
      </p>
      {limitTexts(t, result).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p className="note">{proofText(t, result)}</p>
      <Districts result={result} />
      <InferredFact fact="roads" />
      {result.request.load.by === 'residents' && <PeopleUsed used={result.used} isOfRoles={controller.isOfRoles} />}
      <p className="form-actions">
        <ReportButtons make={() => reportOf(result)} />
        <button type="button" className="btn" onClick={save}>
          {t('districts.save')}
        </button>
      </p>
      <AnalysisFoot controller={controller} name={DISTRICTING} hash={result.hash} />
    </div>
  );
}

function Districts({ result: { districts, before } }: { result: Pick<DistrictsResult, 'districts' | 'before'> }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const fly = ({ atM: [eastM, northM] }: District) => view.flyToPlace({ eastM, northM, upM: 0, radiusM: AROUND_M });
  return (
    <Table
      rows={districts}
      rowKey={({ id }) => id}
      columns={[
        {
          head: t('districts.district'),
          value: ({ name }) => of(name),
          cell: (one) => (
            <button type="button" className="link" onClick={() => fly(one)}>
              {of(one.name)}
            </button>
          ),
        },
        { head: t('districts.has'), ...DISTRICT.load, isMain: true },
        { head: t('districts.off'), ...DISTRICT.off_pct, cell: (one) => signedPct(one) },
        ...(before === null
          ? []
          : [
              { head: t('districts.before'), ...DISTRICT.load_before },
              { head: t('districts.joined'), ...DISTRICT.joined },
              { head: t('districts.left'), ...DISTRICT.left },
            ]),
        { head: t('districts.mean'), value: ({ meanMin, meanM }) => meanMin ?? meanM, digits: 0 },
        { head: t('districts.area'), ...DISTRICT.area_ha, digits: 0 },
      ]}
    />
  );
}
