import { isAreaLayer } from '../../../../model/city/layer-areas.ts';
import type { LayerInfo } from '../../../../model/city/manifest.ts';
import { verticalDatumName } from '../../../../model/geo/vertical-datum-name.ts';
import { type Columns, type DataTable, number, tableOf, text } from '../../../../model/tables/data-table.ts';
import type { QueryFigures, QueryGroup } from '../../../../model/tables/query-rows.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { useApp, useController, useStore } from '../../../kit/app-context.tsx';
import { FactsList } from '../../../kit/facts-list.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import type { TableColumn } from '../../../kit/table/column.ts';
import { SaveTables } from '../../../kit/table/save-tables.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { geoJsonOf } from '../../../kit/table/table-geojson.ts';
import { useWords } from '../../../kit/words.ts';
import { type Answer, MAX_SHOWN_ROWS } from '../ask.ts';
import { DATA_DESK, dataDeskController } from '../controller.ts';
import { joinMessage } from '../messages.ts';
import { writeAwayInWorker, writeBuildingsInWorker } from '../tasks/start-take-away.ts';
import type { AwayFormat } from '../tasks/take-away.ts';

/** Groups as files have them. */
const GROUP = {
  value: text(({ value }) => value),
  count: number(({ count }) => count),
  numbers: number(({ numbers }) => numbers),
  sum: number(({ sum }) => sum),
  mean: number(({ mean }) => mean),
  median: number(({ median }) => median),
} satisfies Columns<QueryGroup>;

/** A row of the answer and where it stands in its layer. */
interface ShownRow {
  cells: DataTable['rows'][number];
  row: number;
}

/** The answer: how many, figures, groups, rows, and the files of it. */
export function AskAnswer() {
  const { t } = useWords();
  const { twin } = useApp();
  const { ask } = useController(dataDeskController);
  const answer = useStore(ask.state, (state) => state.answer);
  const layer = twin.city.layers.find(({ id }) => id === answer?.query.layer);
  if (!answer || !layer) return null;
  const { count } = answer.result.figures;
  return (
    <div data-done="ask">
      <p role="status">
        <b>{t('ask.found', { count: formatNumber(count), all: formatNumber(layer.count) })}</b>
      </p>
      <Groups answer={answer} layer={layer} />
      <FoundRows answer={answer} layer={layer} />
      <Files answer={answer} layer={layer} />
    </div>
  );
}

interface AnswerProps {
  answer: Answer;
  layer: LayerInfo;
}

const useLabel = ({ attributes }: LayerInfo): ((name: string) => string) => {
  const { of } = useWords();
  return (name) => of(attributes.find((one) => one.name === name)?.label ?? { zh: name, en: name });
};

/** Figures of all that were found, and of each group. */
function Groups({ answer: { query, result }, layer }: AnswerProps) {
  const { t, of } = useWords();
  const labelOf = useLabel(layer);
  const { figures, groups } = result;
  const groupName = ({ value, others }: QueryGroup) => {
    if (others !== undefined) return t('ask.others', { count: others });
    const words = layer.attributes.find(({ name }) => name === query.group)?.values;
    return value === null ? NO_VALUE_MARK : of(words?.[value] ?? { zh: value, en: value });
  };
  return (
    <>
      {query.measure !== undefined && <FigureList figures={figures} name={labelOf(query.measure)} />}
      {result.byArea !== null && (
        <p data-by-area={result.byArea}>{t('ask.byArea', { sum: formatNumber(result.byArea, 1) })}</p>
      )}
      {groups.length > 0 && query.group !== undefined && (
        <Table
          name="ask-groups"
          rows={groups}
          rowKey={({ value, others }) => (others === undefined ? `=${value}` : 'others')}
          columns={[
            { head: labelOf(query.group), value: groupName },
            { head: t('ask.count'), value: ({ count }) => count },
            ...(query.measure === undefined
              ? []
              : [
                  { head: t('ask.sum'), value: ({ sum }: QueryGroup) => sum, digits: 2 },
                  { head: t('ask.mean'), value: ({ mean }: QueryGroup) => mean, digits: 2 },
                  { head: t('ask.median'), value: ({ median }: QueryGroup) => median, digits: 2 },
                ]),
          ]}
        />
      )}
    </>
  );
}

/** The first of the things that were found, with all their attributes; a press selects one and flies there. */
function FoundRows({ answer: { result, shown }, layer }: AnswerProps) {
  const { t } = useWords();
  const { twin, catalogue, report, view } = useApp();
  const labelOf = useLabel(layer);
  const { rows } = result;
  const select = (row: number) => {
    twin.getState().select(layer.gidBase + row);
    catalogue.describe(layer.gidBase + row).then(
      (found) => found && view.flyToPlace(found.place),
      (error: unknown) => report(DATA_DESK, error),
    );
  };
  const idLink = ({ cells, row }: ShownRow) => (
    <button type="button" className="link" onClick={() => select(row)}>
      {String(cells[0])}
    </button>
  );
  return (
    <>
      <Table
        name="ask-rows"
        rows={shown.rows.map((cells, at): ShownRow => ({ cells, row: rows[at] }))}
        rowKey={({ row }) => row}
        columns={shown.columns.slice(0, -2).map(
          ({ key }, k): TableColumn<ShownRow> => ({
            head: k === 0 ? t('joins.id') : labelOf(key),
            value: ({ cells }) => cells[k],
            ...(k === 0 ? { cell: idLink } : {}),
          }),
        )}
      />
      {rows.length > MAX_SHOWN_ROWS && (
        <p className="note">{t('ask.cut', { shown: formatNumber(MAX_SHOWN_ROWS), all: formatNumber(rows.length) })}</p>
      )}
    </>
  );
}

const AWAY = [
  { format: 'gpkg', type: 'application/geopackage+sqlite3', word: 'ask.gpkg' },
  { format: 'parquet', type: 'application/vnd.apache.parquet', word: 'ask.parquet' },
  { format: 'fgb', type: 'application/flatgeobuf', word: 'ask.fgb' },
] as const satisfies { format: AwayFormat; type: string; word: string }[];

/** Saves all that was found as tables and as features. */
function Files({ answer: { result }, layer }: AnswerProps) {
  const { t, of } = useWords();
  const { twin, catalogue, report } = useApp();
  const { ask } = useController(dataDeskController);
  const { rows, groups } = result;
  const tables = async (): Promise<Record<string, DataTable>> => ({
    [`${layer.id}-rows`]: await catalogue.records(layer.id, rows),
    ...(groups.length > 0 ? { [`${layer.id}-groups`]: tableOf(GROUP, groups) } : {}),
  });
  const geoJson = async (): Promise<string> => {
    const [table, outlines] = await Promise.all([
      catalogue.records(layer.id, rows),
      catalogue.outlines(layer.id, rows),
    ]);
    return geoJsonOf(table, outlines, twin.city.origin);
  };
  const reported = (work: Promise<void>) => void work.catch((error: unknown) => report(DATA_DESK, error));
  const saveGeoJson = async () => saveFile(`${layer.id}.geojson`, 'application/geo+json', await geoJson());
  const saveAs = async (format: AwayFormat, type: string) => {
    const { name, licence, date } = layer.source;
    const about = { city: twin.city.id, layer: layer.id, source: name, licence, date: date ?? null };
    const bytes = await writeAwayInWorker(await geoJson(), format, { name: layer.id, about, atMs: Date.now() });
    saveFile(`${layer.id}.${format}`, type, bytes);
  };
  const saveBuildings = async () => {
    const { origin, datum, name } = twin.city;
    const [table, solids] = await Promise.all([catalogue.records(layer.id, rows), catalogue.solids(layer.id, rows)]);
    if (!solids) throw new MessageError(joinMessage('no-bodies', { layer: of(layer.label) }));
    const title = t('ask.cityJsonTitle', {
      city: of(name),
      layer: of(layer.label),
      vertical: of(verticalDatumName(datum.vertical)),
    });
    const about = { origin, datum, title, date: layer.source.date ?? null };
    const text = await writeBuildingsInWorker(layer.id, table, solids, about);
    saveFile(`${layer.id}.city.json`, 'application/city+json', text);
  };
  return (
    <>
      <p className="row-head analysis-foot">
        <SaveTables file={layer.id} label={t('run.csv')} tables={tables} />
        <button type="button" className="btn small" onClick={() => reported(saveGeoJson())}>
          {t('ask.geojson')}
        </button>
        {AWAY.map(({ format, type, word }) => (
          <button key={format} type="button" className="btn small" onClick={() => reported(saveAs(format, type))}>
            {t(word)}
          </button>
        ))}
        {layer.kind === 'building' && (
          <button type="button" className="btn small" onClick={() => reported(saveBuildings())}>
            {t('ask.cityJson')}
          </button>
        )}
        <button type="button" className="btn small" onClick={ask.clear}>
          {t('analysis.clear')}
        </button>
      </p>
      <p className="note">{t(layer.kind === 'building' || isAreaLayer(layer) ? 'ask.asAreas' : 'ask.asPoints')}</p>
    </>
  );
}

function FigureList({ figures, name }: { figures: QueryFigures; name: string }) {
  const { t } = useWords();
  const { count, numbers } = figures;
  const blank = numbers < count ? [[t('ask.blank'), formatNumber(count - numbers)] as const] : [];
  const shown = (['sum', 'mean', 'median', 'min', 'max'] as const).map((key) => {
    const value = figures[key];
    const text = value === null ? NO_VALUE_MARK : formatNumber(value, Number.isInteger(value) ? 0 : 2);
    return [t(`ask.${key}`), text] as const;
  });
  return <FactsList label={name} rows={[...shown, ...blank]} />;
}
