import { useState } from 'react';
import type { PlanInfo } from '../../../../model/plans/plan.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton, Switch } from '../../../kit/controls.tsx';
import { FilesButton } from '../../../kit/file-button.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayProposePlans, maySignPlans } from '../../../twin/account.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import type { PlanFileParts } from '../tasks/plan-file-types.ts';
import { PLAN_ENDINGS, partsOf } from '../tasks/start-plan-file.ts';
import { ValidityPart } from './validity.tsx';

/** The plans of the city and those that were opened here: who takes part, and the way to bring one more. */
export function PlanList({ onFiles }: { onFiles: (files: PlanFileParts) => void }) {
  const { t } = useWords();
  const controller = useController(conflictsController);
  useTwin(({ planOpened }) => planOpened);
  const plans = controller.plans();
  const isFew = !controller.isEnough() || controller.opened().length > 0;
  return (
    <details className="conflict-policy plan-list" open={isFew}>
      <summary>{t('conflicts.planList', { count: formatNumber(plans.length) })}</summary>
      <ul>
        {plans.map((plan) => (
          <PlanRow key={plan.id} plan={plan} />
        ))}
        <StockRow />
      </ul>
      <ValidityPart plans={plans} />
      <ExtrudeSwitch />
      <p className="row-head">
        <FilesButton
          accept={PLAN_ENDINGS.join(',')}
          icon="plus"
          label={t('conflicts.importPlan')}
          onFiles={(files) => onFiles(partsOf(files))}
        />
      </p>
      <p className="note">{t('conflicts.dropPlan')}</p>
    </details>
  );
}

/** Drawn plans up to their height limit. */
function ExtrudeSwitch() {
  const { t } = useWords();
  const isOn = useTwin(({ extrudesPlans }) => extrudesPlans);
  const isAny = useTwin(({ plansDrawn }) => plansDrawn.length > 0);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  if (!isAny) return null;
  return (
    <p className="row-head">
      <span>{t('conflicts.extrude')}</span>
      <span className="space" />
      <Switch label={t('conflicts.extrude')} on={isOn} onChange={(extrudesPlans) => set({ extrudesPlans })} />
    </p>
  );
}

/** What stands and lies in the city, held against plans when somebody asks for it. */
function StockRow() {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  useTwin(({ comparesStock }) => comparesStock);
  useTwin(({ plansLeftOut }) => plansLeftOut);
  const stock = controller.stock();
  if (!stock) return null;
  const isIn = controller.hasStockIn();
  const title = of(stock.name);
  return (
    <li>
      <label>
        <input
          type="checkbox"
          checked={isIn}
          aria-label={t('conflicts.takesPart', { name: title })}
          onChange={() => {
            set({ comparesStock: !isIn, conflictShown: null });
            void controller.compare();
          }}
        />
        <span className="name" title={title}>
          {title}
        </span>
      </label>
      <span className="note">
        {`${t('conflicts.status_survey')} · ${t('conflicts.stockThings', { count: formatNumber(stock.count) })}`}
      </span>
    </li>
  );
}

function PlanRow({ plan }: { plan: PlanInfo }) {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const leftOut = useTwin(({ plansLeftOut }) => plansLeftOut);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const { id, name, authority, version, status, count } = plan;
  const own = controller.opened().find(({ info }) => info.id === id);
  const isIn = !leftOut.includes(id);
  const turn = () => {
    set({ plansLeftOut: isIn ? [...leftOut, id] : leftOut.filter((one) => one !== id), conflictShown: null });
    void controller.compare();
  };
  const title = of(name);
  const isDrawn = useTwin(({ plansDrawn }) => plansDrawn.includes(id));
  useTwin(({ planDrawnSerial }) => planDrawnSerial);
  // A plan that was just taken in is shown by itself, once its shapes are there: a press before that asks for the same.
  const isOnPicture = isDrawn && controller.drawn().some((one) => one.id === id);
  useTwin(({ planDay }) => planDay);
  const validity = controller.validity(plan);
  const account = useTwin((state) => state.account);
  const keeper = useTwin(({ planRecord }) => planRecord.keeper);
  const mayShare = keeper === 'hub' && mayProposePlans(account);
  const mayTakeBack = mayShare && (own?.shared?.who === account?.name || maySignPlans(account));
  const [failure, setFailure] = useState<Reason | null>(null);
  const act = (done: Promise<void>) => {
    setFailure(null);
    done.catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <li>
      <label>
        <input type="checkbox" checked={isIn} aria-label={t('conflicts.takesPart', { name: title })} onChange={turn} />
        <span className="name" title={title}>
          {title}
        </span>
      </label>
      {(validity === 'expired' || validity === 'future') && (
        <span className="tag unsure">{t(`conflicts.validity_${validity}`)}</span>
      )}
      {own && !own.shared && <span className="tag">{t('conflicts.ownPlan')}</span>}
      {own?.shared && (
        <span className="tag" title={t('conflicts.sharedBy', own.shared)}>
          {t('conflicts.sharedPlan', { revision: own.shared.revision })}
        </span>
      )}
      <IconButton
        icon="layers"
        label={t('conflicts.drawPlan', { name: title })}
        pressed={isDrawn}
        onClick={() => void controller.showPlan(id, !isOnPicture)}
      />
      {own && (
        <IconButton
          icon="down"
          label={t('conflicts.savePlan', { name: title })}
          onClick={() => saveFile(`${plan.id}.geojson`, 'application/geo+json', own.bytes)}
        />
      )}
      {own && !own.shared && mayShare && (
        <IconButton
          icon="up"
          label={t('conflicts.sharePlan', { name: title })}
          onClick={() => act(controller.sharePlan(id))}
        />
      )}
      {own && (!own.shared || mayTakeBack) && (
        <IconButton
          icon="x"
          label={t(own.shared ? 'conflicts.takeBackPlan' : 'conflicts.closePlan', { name: title })}
          onClick={() => act(controller.closePlan(id))}
        />
      )}
      <span className="note">
        {[of(authority), version, t(`conflicts.status_${status}`)].filter(Boolean).join(' · ')}
        {` · ${t('conflicts.planShapes', { count: formatNumber(count) })}`}
      </span>
      {failure && <ErrorNotice what={t('conflicts.shareFailed')} reason={failure} />}
    </li>
  );
}
