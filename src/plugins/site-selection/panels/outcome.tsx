import {
  CHOSEN_SITE,
  type ChosenSite,
  FRONT_POINT,
  type FrontPoint,
  type ServiceLevel,
} from '../../../../model/tables/site-selection.ts';
import type { SitingResult } from '../../../../workers/site-selection/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ClosedWays } from '../../../kit/closed-ways.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { PeopleUsed } from '../../../kit/people-used.tsx';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { SITE_SELECTION, siteSelectionController } from '../controller.ts';
import { amountText, headline, limitText, limitTexts, methodText, proofText, removedText } from '../outcome.ts';
import { useSitingReport } from './siting-report.ts';

/** Around a site, when it is flown to. */
const AROUND_SITE_M = 400;

/** Where to build in a sentence, how good that is for certain, the sites, and whom they serve. */
export function SitingOutcome() {
  const { t, of } = useWords();
  const controller = useController(siteSelectionController);
  useTwin((state) => doneSerial(state, SITE_SELECTION));
  const reportOf = useSitingReport();
  const result = controller.result();
  if (!result) return null;
  const { request, before, after, front, closed, unservable, offWay } = result;
  const reach = formatNumber(request.reachM);
  const removed = removedText(t, result);
  return (
    <div data-done="siting">
      <p>
        <b>{headline(t, result)}</b>
      </p>
      <p className="note">{proofText(t, result)}</p>
      {limitTexts(t, of, result).map((text) => (
        <p key={text} data-said="limit">
          {text}
        </p>
      ))}
      <Sites result={result} />
      <Levels before={before} after={after} limitMin={request.limitMin} />
      <Changes result={result} />
      {front.length > 1 && <Front points={front} />}
      {removed !== null && (
        <p className="note" data-said="removed">
          {removed}
        </p>
      )}
      {unservable > 0 && (
        <p className="note">{t('siting.unservable', { amount: amountText(t, result, unservable), reach })}</p>
      )}
      {offWay > 0 && <p className="note">{t('siting.offWay', { count: offWay, reach })}</p>}
      <ClosedWays closures={request.closed} ways={closed.ways} isByRoad={request.vehicle !== 'foot'} />
      <p className="note">{methodText(t, result)}</p>
      {result.used.candidates && (
        <p className="note" data-used="candidates">
          {t('siting.givenFrom', {
            layers: result.used.candidates.labels.map(of).join(' + '),
            places: formatNumber(result.used.candidates.places),
            small: formatNumber(result.used.candidates.small),
          })}
        </p>
      )}
      <InferredFact fact="roads" />
      {request.demand.some(({ by }) => by === 'residents') && (
        <PeopleUsed used={result.used} isOfRoles={controller.isOfRoles} />
      )}
      <p className="form-actions">
        <ReportButtons make={() => reportOf(result)} />
      </p>
      <AnalysisFoot controller={controller} name="site-selection" hash={result.hash} />
    </div>
  );
}

function Sites({ result: { sites, unfit, cost } }: { result: Pick<SitingResult, 'sites' | 'unfit' | 'cost'> }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const fly = ({ atM: [eastM, northM] }: ChosenSite) =>
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: AROUND_SITE_M });
  return (
    <Table
      rows={sites}
      rowKey={({ state, id }) => `${state} ${id}`}
      columns={[
        {
          head: t('siting.site'),
          value: ({ name }) => of(name),
          cell: (one) => (
            <button type="button" className="link" onClick={() => fly(one)}>
              {of(one.name)}
            </button>
          ),
        },
        { head: t('siting.state'), value: ({ state }) => t(`siting.${state}`) },
        { head: t('siting.within'), ...CHOSEN_SITE.within_limit, isMain: true },
        { head: t('siting.onlyHere'), ...CHOSEN_SITE.only_here },
        ...(unfit === null
          ? []
          : [
              { head: t('siting.load'), ...CHOSEN_SITE.load },
              { head: t('siting.capacity'), ...CHOSEN_SITE.capacity },
            ]),
        ...(cost === null ? [] : [{ head: t('siting.cost'), ...CHOSEN_SITE.cost, digits: 0 }]),
        { head: t('siting.nearest'), ...CHOSEN_SITE.nearest },
        { head: t('siting.mean'), ...CHOSEN_SITE.mean_min, digits: 1 },
      ]}
    />
  );
}

/** Service before and after, a row a figure. */
function Levels({ before, after, limitMin }: Pick<SitingResult, 'before' | 'after'> & { limitMin: number }) {
  const { t } = useWords();
  const figures: { label: string; of: (level: ServiceLevel) => number; digits: number }[] = [
    { label: t('siting.withinLimit', { limit: limitText(limitMin) }), of: ({ within }) => within, digits: 0 },
    { label: t('siting.meanAll'), of: ({ meanMin }) => meanMin, digits: 1 },
    { label: t('siting.longest'), of: ({ maxMin }) => maxMin, digits: 1 },
    { label: t('siting.worst'), of: ({ worst5PctMin }) => worst5PctMin, digits: 1 },
    { label: t('siting.gini'), of: ({ gini }) => gini, digits: 3 },
    { label: t('siting.farOff'), of: ({ far }) => far, digits: 0 },
  ];
  const text = (level: ServiceLevel, { of, digits }: (typeof figures)[number]) => formatNumber(of(level), digits);
  return (
    <Table
      isFixed
      rows={figures}
      rowKey={({ label }) => label}
      columns={[
        { head: t('siting.level'), cell: ({ label }) => label },
        ...(before ? [{ head: t('siting.before'), cell: (one: (typeof figures)[number]) => text(before, one) }] : []),
        { head: t('siting.after'), cell: (one) => text(after, one), isMain: true },
      ]}
    />
  );
}

/** Tells how many have a shorter way than before, and how many a longer one. */
function Changes({ result }: { result: SitingResult }) {
  const { t } = useWords();
  const { gain, loss } = result;
  if (!gain || !loss) return null;
  const values = (change: NonNullable<SitingResult['gain']>) => ({
    amount: amountText(t, result, change.amount),
    minutes: formatNumber(change.meanMin, 1),
  });
  return (
    <p>
      {t('siting.gain', values(gain))}
      {loss.amount > 0 ? t('siting.loss', values(loss)) : t('siting.noLoss')}
    </p>
  );
}

/** What fewer sites would bring. */
function Front({ points }: { points: readonly FrontPoint[] }) {
  const { t } = useWords();
  const isOfBudget = points.some(({ cost }) => cost !== null);
  return (
    <>
      <h3>{t(isOfBudget ? 'siting.frontBudget' : 'siting.front')}</h3>
      <Table
        isFixed
        rows={points}
        rowKey={(_, at) => at}
        columns={[
          ...(isOfBudget ? [{ head: t('siting.cost'), ...FRONT_POINT.cost, digits: 0 }] : []),
          { head: t('siting.frontNew'), value: ({ sites }) => sites, digits: 0 },
          { head: t('siting.frontValue'), value: ({ value }) => value, digits: 1, isMain: true },
          { head: t('siting.frontBound'), value: ({ bound }) => bound, digits: 1 },
        ]}
      />
    </>
  );
}
