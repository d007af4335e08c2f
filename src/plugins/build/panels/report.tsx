import { csvOfObjects } from '../../../../model/tables/csv-cell.ts';
import { dayAndTime } from '../../../../model/wall-clock.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ReportButtons, useReportFacts } from '../../../kit/report-sheet.tsx';
import { saveCsv, saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { SIGNER } from '../../../twin/signer.ts';
import { buildReport, findingObjects, verdictFile } from '../build-report.ts';
import { buildController } from '../controller.ts';
import type { PlanFacts } from '../schedule-controller.ts';
import { sitePictures } from '../site-pictures.ts';
import { verdictOf } from '../verdict-text.ts';
import { useReviewed } from './use-reviewed.ts';

const JSON_TYPE = 'application/json';

/** The opinion as a document: what is in it, what was not checked and the button that checks it, the signature, and the ways to hand it over. */
export function ReportPart({ facts }: { facts: PlanFacts }) {
  const speech = useWords();
  const { t } = speech;
  const app = useApp();
  const { twin } = app;
  const project = useReviewed(facts);
  const common = useReportFacts();
  const signatures = useTwin((state) => state.verdictSignatures);
  const verdict = verdictOf(project, speech);
  const { text, hash } = verdictFile(project);
  const own = signatures.filter((one) => one.hash === hash);
  const make = async () =>
    buildReport(project, { common: common(), signatures, pictures: await sitePictures(app, speech) }, speech);
  const sign = async () => {
    const signature = await app.service(SIGNER)?.sign({ kind: 'file', of: VERDICT_FILE, hash, says: verdict.headline });
    if (!signature) return app.panels.getState().notify(t('buildReport.noKey'));
    const { who } = JSON.parse(signature.statement) as { who: string };
    const at = dayAndTime(Date.now(), twin.city.zone);
    twin.getState().setReview({ verdictSignatures: [...signatures, { hash, who, at, signature }] });
  };
  return (
    <div className="verdict-page">
      <section className={verdict.isPassed ? 'verdict-head ok' : 'verdict-head fail'}>
        <p className="verdict-sentence">{verdict.headline}</p>
        <p className="note">{t('buildReport.about')}</p>
      </section>
      <p className="row-head wrap verdict-foot">
        <ReportButtons make={make} />
        <button
          type="button"
          className="btn small"
          onClick={() => saveCsv('build-findings', csvOfObjects(findingObjects(project, speech), '\r\n'))}
        >
          {t('run.csv')}
        </button>
      </p>
      <section className="verdict-first">
        <h3>{t('buildReport.unchecked')}</h3>
        {verdict.unchecked.length === 0 ? (
          <p className="note">{t('buildReport.allChecked')}</p>
        ) : (
          <ul className="unchecked">
            {verdict.unchecked.map(({ what, why }) => (
              <li key={what}>
                <b>{what}</b> <span className="note">{why}</span>
              </li>
            ))}
          </ul>
        )}
        <CheckAll />
      </section>
      <section className="verdict-first">
        <h3>{t('report.signatures')}</h3>
        {own.length === 0 ? (
          <p className="note">{t('buildReport.unsigned')}</p>
        ) : (
          <ul className="unchecked">
            {own.map(({ who, at, signature }) => (
              <li key={signature.value}>
                <b>{who}</b>{' '}
                <span className="note">{`${at} · ${t('buildReport.byKey', { key: signature.key.slice(0, 12) })}`}</span>
              </li>
            ))}
          </ul>
        )}
        <p className="row-head wrap">
          <button
            type="button"
            className="btn small"
            onClick={() => void sign().catch((error: unknown) => app.report('signature', error))}
          >
            {t('buildReport.sign')}
          </button>
          <button type="button" className="btn small" onClick={() => saveFile(VERDICT_FILE, JSON_TYPE, text)}>
            {t('buildReport.saveVerdict')}
          </button>
          {own.length > 0 && (
            <button
              type="button"
              className="btn small"
              onClick={() =>
                saveFile(
                  SIGNATURES_FILE,
                  JSON_TYPE,
                  `${JSON.stringify(
                    own.map(({ signature }) => signature),
                    null,
                    1,
                  )}\n`,
                )
              }
            >
              {t('buildReport.saveSignatures')}
            </button>
          )}
        </p>
        <p className="note hash">{t('buildReport.hashOf', { hash })}</p>
      </section>
    </div>
  );
}

const VERDICT_FILE = 'build-verdict.json';
const SIGNATURES_FILE = 'build-verdict.signatures.json';

/** Checks what can be checked and was not, one after the other. */
function CheckAll() {
  const { t } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const { review } = build;
  const tasks = useTwin(({ space, level, effect, repair }) =>
    [space, level, effect, repair].map(({ kind }) => kind).join(),
  );
  const canCheckSpace = useTwin((state) => state.hasCase || state.model.kind === 'open');
  const hasCase = useTwin((state) => state.hasCase);
  const hasResources = (build.facts()?.resources.length ?? 0) > 0;
  const isRunning = tasks.includes('running');
  const open = [
    ...(canCheckSpace ? (['space'] as const) : []),
    ...(hasResources ? (['level'] as const) : []),
    ...(hasCase ? (['effect'] as const) : []),
    'repair' as const,
  ].filter((task) => twin.getState()[task].kind !== 'done');
  if (open.length === 0) return null;
  const ask = {
    space: review.checkSpace,
    level: review.level,
    effect: () => review.showEffect(null),
    repair: review.propose,
  };
  const check = async () => {
    for (const task of open) await ask[task]();
    await review.findRemedies();
  };
  return (
    <p className="row-head">
      <button type="button" className="btn" disabled={isRunning} onClick={() => void check()}>
        {t(isRunning ? 'buildReport.checking' : 'buildReport.checkAll')}
      </button>
    </p>
  );
}
