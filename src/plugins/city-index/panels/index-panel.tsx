import { useEffect, useMemo, useState } from 'react';
import { type IndexCard, Weight } from '../../../../model/city-index/index-card.ts';
import { BAND_LIMITS, type ScoredIndex, scoreIndex } from '../../../../model/city-index/score-index.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel } from '../../../kit/controls.tsx';
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
import { useIndexReport } from './index-report.ts';
import { IndicatorRow } from './indicator-row.tsx';

/** Total and band, then every first-level indicator with its second-level ones. */
export function IndexPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { report } = useApp();
  const controller = useController(cityIndexController);
  const card = useTwin(({ indexCard }) => indexCard);
  const scored = useMemo(() => card && scoreIndex(card), [card]);
  useEffect(() => {
    controller.begin().catch((error: unknown) => report('index', error));
  }, [controller, report]);
  return (
    <Panel title={t('cityIndex.title')} className="dock city-index" onClose={onClose}>
      <section className="part">
        <p className="note">{t('cityIndex.about')}</p>
        {card && scored && (
          <>
            <Total scored={scored} />
            <Offers />
            <Files card={card} scored={scored} />
          </>
        )}
      </section>
      {card && scored && card.groups.map((group, g) => <GroupPart key={group.id} card={card} scored={scored} at={g} />)}
    </Panel>
  );
}

function Total({ scored }: { scored: ScoredIndex }) {
  const { t } = useWords();
  const card = useTwin(({ indexCard }) => indexCard);
  const isChecked = card?.groups.every(({ indicators }) => indicators.every((one) => one.isChecked));
  const { lowest, highest } = scored;
  return (
    <div className="index-total" data-total={scored.score ?? 'open'}>
      <p className="row-head">
        <span>{t('cityIndex.total')}</span>
        <ScoreText scored={scored} />
        <span className="space" />
        {!isChecked && (
          <span className="tag unsure" title={t('cityIndex.uncheckedAbout')}>
            {t('cityIndex.unchecked')}
          </span>
        )}
      </p>
      <div className="index-bands" role="img" aria-label={t('cityIndex.bands')}>
        {BAND_LIMITS.slice(1).map((to, i) => (
          <i
            key={to}
            title={`${BAND_LIMITS[i]}–${to}`}
            data-now={scored.band === i + 1}
            style={{ flexGrow: to - BAND_LIMITS[i] }}
          >
            {to < 100 ? BAND_LIMITS[i] : `${BAND_LIMITS[i]}+`}
          </i>
        ))}
        <b style={{ left: `${lowest}%`, width: `${Math.max(0, highest - lowest)}%` }} />
      </div>
      <p className="note">
        {scored.band === null ? t('cityIndex.noBand') : t('cityIndex.band', { band: scored.band })}
      </p>
      {!isChecked && <p className="note">{t('cityIndex.uncheckedAbout')}</p>}
    </div>
  );
}

/** A score, or how much is missing and between what it lies. */
function ScoreText({
  scored: { score, lowest, highest, missing },
}: {
  scored: Pick<ScoredIndex, 'score' | 'lowest' | 'highest' | 'missing'>;
}) {
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
  const indexCard = useTwin((state) => state.indexCard);
  const indexOffers = useTwin((state) => state.indexOffers);
  const offers = openOffers({ indexCard, indexOffers });
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

function Files({ card, scored }: { card: IndexCard; scored: ScoredIndex }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const controller = useController(cityIndexController);
  const reportOf = useIndexReport();
  const [failed, setFailed] = useState<Reason | null>(null);
  const [isSure, setSure] = useState(false);
  const hasValues = Object.keys(card.values).length > 0;
  const open = async (file: File) => {
    setFailed(null);
    try {
      await controller.openFile(file);
    } catch (error) {
      setFailed(failureOf(error));
    }
  };
  const name = `${twin.city.id}-index`;
  return (
    <>
      <p className="form-actions">
        <FileButton accept=".json" label={t('cityIndex.open')} onFile={(file) => void open(file)} />
        <button
          type="button"
          className="btn small"
          onClick={() => saveFile(`${name}.json`, 'application/json', controller.fileText())}
        >
          {t('cityIndex.save')}
        </button>
        <button type="button" className="btn small" onClick={() => saveCsv(name, indexCsv(card, scored, of))}>
          {t('cityIndex.csv')}
        </button>
        <ReportButtons make={() => reportOf(card, scored)} />
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
        <IndicatorRow
          key={one.id}
          indicator={one}
          score={own.indicators[i].score}
          shareRatio={own.indicators[i].shareRatio}
          onChange={(next) => set({ indicators: group.indicators.map((each, k) => (k === i ? next : each)) })}
        />
      ))}
    </section>
  );
}
