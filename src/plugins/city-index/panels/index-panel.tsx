import { useEffect, useMemo, useState } from 'react';
import { BANDS } from '../../../../model/city-index/bands.ts';
import {
  basesOf,
  CARD_KINDS,
  type IndexCard,
  type Indicator,
  Weight,
} from '../../../../model/city-index/index-card.ts';
import type { TableValues } from '../../../../model/city-index/index-table.ts';
import {
  BAND_LIMITS,
  bandOf,
  type IndexScore,
  type ScoredIndex,
  scoreIndex,
} from '../../../../model/city-index/score-index.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel, Segmented } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { NumberField } from '../../../kit/form-fields.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { saveCsv, saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { cityIndexController } from '../controller.ts';
import { indexCsv } from '../csv.ts';
import { openOffers } from '../offers.ts';
import { shownCard, shownValues } from '../slice.ts';
import { BasisRow } from './basis-row.tsx';
import { IndexChart } from './index-chart.tsx';
import { useIndexReport } from './index-report.ts';

/** Rows of a table beyond this number are counted on screen, not named. */
const MAX_LEFT = 8;

/** Shows card and year, total and band, the years beside each other, then every first-level indicator with what it is made of. */
export function IndexPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { report } = useApp();
  const controller = useController(cityIndexController);
  const card = useTwin(shownCard);
  const values = useTwin(shownValues);
  const scored = useMemo(() => card && scoreIndex(card, values), [card, values]);
  useEffect(() => {
    controller.begin().catch((error: unknown) => report('index', error));
  }, [controller, report]);
  return (
    <Panel title={t('cityIndex.title')} className="dock city-index" onClose={onClose}>
      <section className="part">
        <p className="note">{t('cityIndex.about')}</p>
        {card && scored && (
          <>
            <CardAndYear card={card} />
            <Total card={card} scored={scored} />
            <IndexChart card={card} />
            <Offers />
            <Files card={card} />
          </>
        )}
      </section>
      {card && scored && card.groups.map((group, g) => <GroupPart key={group.id} card={card} scored={scored} at={g} />)}
    </Panel>
  );
}

function CardAndYear({ card }: { card: IndexCard }) {
  const { t } = useWords();
  const controller = useController(cityIndexController);
  const year = useTwin(({ indexYear }) => indexYear);
  return (
    <>
      <Segmented
        label={t('cityIndex.card')}
        value={card.card}
        options={CARD_KINDS.map((kind) => ({ value: kind, label: t(`cityIndex.${kind}`) }))}
        onChange={(kind) => controller.show({ kind })}
      />
      <NumberField
        label={t('cityIndex.year')}
        min={1900}
        max={2199}
        step={1}
        unit={t('cityIndex.yearsKept', { count: Object.keys(card.years).length })}
        value={year}
        onChange={(next) => controller.show({ year: next })}
      />
    </>
  );
}

function Total({ card, scored }: { card: IndexCard; scored: ScoredIndex }) {
  const { t, of } = useWords();
  const isChecked = basesOf(card).every((one) => one.isChecked);
  const { lowest, highest } = scored;
  const about = t(`cityIndex.${card.card}About`);
  const band = scored.band === null ? null : BANDS[scored.band - 1];
  return (
    <div className="index-total" data-total={scored.score ?? 'open'}>
      <p className="row-head">
        <span>{t('cityIndex.total')}</span>
        <ScoreText scored={scored} />
        <span className="space" />
        {!isChecked && (
          <span className="tag unsure" title={about}>
            {t('cityIndex.unchecked')}
          </span>
        )}
      </p>
      <div className="index-bands" role="img" aria-label={t('cityIndex.bands')}>
        {BANDS.map(({ name, looks }, i) => (
          <i
            key={BAND_LIMITS[i]}
            title={`${of(name)} ${BAND_LIMITS[i]}–${BAND_LIMITS[i + 1]}: ${of(looks)}`}
            data-now={scored.band === i + 1}
            style={{ flexGrow: BAND_LIMITS[i + 1] - BAND_LIMITS[i] }}
          >
            {BAND_LIMITS[i]}
          </i>
        ))}
        <b style={{ left: `${lowest}%`, width: `${Math.max(0, highest - lowest)}%` }} />
      </div>
      {band ? (
        <dl className="facts">
          <div>
            <dt>{t('cityIndex.band')}</dt>
            <dd>
              <b>{of(band.name)}</b> · {of(band.stage)}
            </dd>
          </div>
          <div>
            <dt>{t('cityIndex.looks')}</dt>
            <dd>{of(band.looks)}</dd>
          </div>
          <div>
            <dt>{t('cityIndex.lacks')}</dt>
            <dd>{of(band.lacks)}</dd>
          </div>
          <div>
            <dt>{t('cityIndex.next')}</dt>
            <dd>{of(band.next)}</dd>
          </div>
        </dl>
      ) : (
        <p className="note">
          {t('cityIndex.noBand', {
            from: of(BANDS[bandOf(lowest) - 1].name),
            to: of(BANDS[bandOf(highest) - 1].name),
          })}
        </p>
      )}
      {!isChecked && <p className="note">{about}</p>}
    </div>
  );
}

/** A score, or how much is missing and between what it lies. */
function ScoreText({ scored: { score, lowest, highest, missing } }: { scored: IndexScore }) {
  const { t } = useWords();
  if (score !== null) return <b className="index-score">{formatNumber(score, 1)}</b>;
  return (
    <span className="index-score">
      {t('cityIndex.missing', { count: missing })}{' '}
      <small>{t('cityIndex.between', { low: formatNumber(lowest, 1), high: formatNumber(highest, 1) })}</small>
    </span>
  );
}

/** What the city's data give for indicators without a value: all of it in one press, each with where it is from. */
function Offers() {
  const { t, of } = useWords();
  const controller = useController(cityIndexController);
  const indexCards = useTwin((state) => state.indexCards);
  const indexKind = useTwin((state) => state.indexKind);
  const indexYear = useTwin((state) => state.indexYear);
  const indexOffers = useTwin((state) => state.indexOffers);
  const offers = openOffers({ indexCards, indexKind, indexYear, indexOffers });
  if (offers.length === 0) return null;
  return (
    <div className="index-offers">
      <p className="form-actions">
        <button type="button" className="btn primary" onClick={() => controller.adoptOffers()}>
          {t('cityIndex.adopt', { count: offers.length })}
        </button>
      </p>
      <dl className="keys">
        {offers.map(({ id, name, unit, offer: { value, note } }) => (
          <div key={id}>
            <dt>{of(name)}</dt>
            <dd title={of(note)}>
              {formatNumber(value, 2)}
              {THIN_SPACE}
              {of(unit)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Files({ card }: { card: IndexCard }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const controller = useController(cityIndexController);
  const reportOf = useIndexReport();
  const [failed, setFailed] = useState<Reason | null>(null);
  const [isSure, setSure] = useState(false);
  const [read, setRead] = useState<Pick<TableValues, 'taken' | 'left'> | null>(null);
  const year = useTwin(({ indexYear }) => indexYear);
  const hasValues = Object.keys(card.years).length > 0;
  const open = async (opening: () => Promise<Pick<TableValues, 'taken' | 'left'> | null>) => {
    setFailed(null);
    setRead(null);
    try {
      setRead(await opening());
    } catch (error) {
      setFailed(failureOf(error));
    }
  };
  const name = `${twin.city.id}-index-${card.card}`;
  return (
    <>
      <p className="form-actions">
        <FileButton
          accept=".csv,.tsv,.txt,.xlsx"
          label={t('cityIndex.openTable')}
          onFile={(file) => void open(() => controller.openTable(file))}
        />
        <FileButton
          accept=".json"
          label={t('cityIndex.open')}
          onFile={(file) => void open(() => controller.openFile(file).then(() => null))}
        />
        <button
          type="button"
          className="btn small"
          onClick={() => saveFile(`${name}.json`, 'application/json', controller.fileText())}
        >
          {t('cityIndex.save')}
        </button>
        <button
          type="button"
          className="btn small"
          onClick={() => saveCsv(`${name}-${year}`, indexCsv(card, year, of))}
        >
          {t('cityIndex.csv')}
        </button>
        <ReportButtons make={() => reportOf(card, year)} />
        <button
          type="button"
          className="btn small"
          onBlur={() => setSure(false)}
          onClick={() => {
            if (hasValues && !isSure) return setSure(true);
            setSure(false);
            controller.reset();
          }}
        >
          {t(isSure ? 'cityIndex.resetSure' : 'cityIndex.reset')}
        </button>
      </p>
      {read && (
        <div className="index-read" role="status">
          <p className="note">{t('cityIndex.taken', { count: read.taken })}</p>
          {read.left.slice(0, MAX_LEFT).map((message) => (
            <p className="note" key={of(message.text)}>
              {of(message.text)}
            </p>
          ))}
          {read.left.length > MAX_LEFT && (
            <p className="note">{t('cityIndex.moreLeft', { count: read.left.length - MAX_LEFT })}</p>
          )}
        </div>
      )}
      {failed && <ErrorNotice what={t('cityIndex.failed')} reason={failed} />}
    </>
  );
}

function GroupPart({ card, scored, at }: { card: IndexCard; scored: ScoredIndex; at: number }) {
  const { t, of } = useWords();
  const controller = useController(cityIndexController);
  const group = card.groups[at];
  const own = scored.groups[at];
  const set = (part: Partial<typeof group>) =>
    controller.change({ ...card, groups: card.groups.map((one, i) => (i === at ? { ...one, ...part } : one)) });
  return (
    <section className="part" aria-label={of(group.name)}>
      <p className="row-head">
        <b>{of(group.name)}</b>
        <span className="space" />
        <ScoreText scored={own} />
      </p>
      <NumberField
        label={t('cityIndex.weight')}
        {...boundsOf(Weight)}
        unit={t('cityIndex.share', { percent: formatNumber(100 * own.shareRatio, 1) })}
        value={group.weight}
        onChange={(weight) => set({ weight })}
      />
      {group.indicators.map((one, i) => (
        <IndicatorPart
          key={one.id}
          indicator={one}
          scored={own.indicators[i]}
          onChange={(next) => set({ indicators: group.indicators.map((each, k) => (k === i ? next : each)) })}
        />
      ))}
    </section>
  );
}

interface IndicatorProps {
  indicator: Indicator;
  scored: ScoredIndex['groups'][number]['indicators'][number];
  onChange(next: Indicator): void;
}

/** Shows a second-level indicator: its own row where it is one figure, else its score over the rows of its figures. */
function IndicatorPart({ indicator, scored, onChange }: IndicatorProps) {
  const { t, of } = useWords();
  const { bases } = indicator;
  const isSole = bases.length === 1;
  return (
    <div className="index-indicator" data-indicator={indicator.id}>
      {!(isSole && indicator.meaning === undefined) && (
        <p className="row-head" title={indicator.meaning && of(indicator.meaning)}>
          <span className="name">{of(indicator.name)}</span>
          <span className="space" />
          <ScoreText scored={scored} />
        </p>
      )}
      {bases.map((one, i) => (
        <BasisRow
          key={one.id}
          basis={one}
          score={scored.bases[i].score}
          shareRatio={scored.bases[i].shareRatio}
          weight={isSole ? indicator.weight : one.weight}
          onWeight={(weight) =>
            onChange(
              isSole
                ? { ...indicator, weight }
                : { ...indicator, bases: bases.map((each, k) => (k === i ? { ...one, weight } : each)) },
            )
          }
          onChange={(next) => onChange({ ...indicator, bases: bases.map((each, k) => (k === i ? next : each)) })}
        />
      ))}
      {!isSole && (
        <details>
          <summary>{t('cityIndex.ofIndicator', { name: of(indicator.name) })}</summary>
          {indicator.meaning && <p className="note">{of(indicator.meaning)}</p>}
          <NumberField
            label={t('cityIndex.weight')}
            {...boundsOf(Weight)}
            unit={t('cityIndex.share', { percent: formatNumber(100 * scored.shareRatio, 1) })}
            value={indicator.weight}
            onChange={(weight) => onChange({ ...indicator, weight })}
          />
        </details>
      )}
    </div>
  );
}
