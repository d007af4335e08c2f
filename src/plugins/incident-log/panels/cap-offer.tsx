import { useState } from 'react';
import { useController } from '../../../kit/app-context.tsx';
import { Switch } from '../../../kit/controls.tsx';
import { formatDistance } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { type CapTarget, capChanges, capLines, capText } from '../cap-match.ts';
import { incidentLogController } from '../controller.ts';
import type { CapProposal } from '../tasks/cap-subject.ts';

/** A message that refers to an incident, and which one. */
export interface CapUpdate {
  alert: CapProposal;
  target: CapTarget;
}

interface CapOfferProps {
  update: CapUpdate;
  /** Opens another incident all the same; null: the message tells no event. */
  onOther: (() => void) | null;
  onDone: () => void;
}

/** Offers to take a message into the log of the incident that it refers to, with what it changes, in place of a second incident. */
export function CapOffer({ update: { alert, target }, onOther, onDone }: CapOfferProps) {
  const { t, language } = useWords();
  const controller = useController(incidentLogController);
  const reasonOf = useErrorText();
  const [failure, setFailure] = useState<string | null>(null);
  const [takesLevel, setTakesLevel] = useState(true);
  const [takesRadius, setTakesRadius] = useState(true);
  const [closes, setCloses] = useState(false);
  const timeline = controller.client.get(target.incident)?.shown;
  const mayTake = !target.isKnown && !target.isClosed;
  const changes = timeline && mayTake && target.isSameStatus ? capChanges(alert, language, timeline) : null;
  const mayClose = mayTake && target.isSameStatus && alert.type === 'Cancel';
  const take = async () => {
    const chosen = {
      level: takesLevel ? (changes?.level ?? null) : null,
      radiusM: takesRadius ? (changes?.radiusM ?? null) : null,
      closes: mayClose && closes,
    };
    for (const act of capLines(alert, language, chosen)) await controller.client.add(target.incident, act);
    controller.show(target.incident);
    onDone();
  };
  const show = () => {
    controller.show(target.incident);
    onDone();
  };
  const text = capText(alert, language);
  return (
    <section className="part incident-cap">
      <p role="status">{t(`incidentLog.capOf_${stateOf(target)}`, { id: alert.identifier, title: target.title })}</p>
      {alert.type !== 'Alert' && (
        <p className="note">{t(`incidentLog.capType_${alert.type === 'Cancel' ? 'Cancel' : 'Update'}`)}</p>
      )}
      {alert.status !== 'Actual' && (
        <p className="note">{t('incidentLog.capNotActual', { status: t(`incidentLog.cap_${alert.status}`) })}</p>
      )}
      {!target.isSameStatus && <p className="note">{t('incidentLog.capOtherStatus')}</p>}
      {text !== '' && <p className="note">{text}</p>}
      {changes?.level && (
        <Choice
          on={takesLevel}
          onChange={setTakesLevel}
          label={`${t(`incidentLog.level_${changes.level.from as 1}`)} → ${t(`incidentLog.level_${changes.level.to}`)}`}
        />
      )}
      {changes?.radiusM && (
        <Choice
          on={takesRadius}
          onChange={setTakesRadius}
          label={t('incidentLog.radiusIs', {
            radius: `${distanceText(changes.radiusM.from)} → ${distanceText(changes.radiusM.to)}`,
          })}
        />
      )}
      {changes?.movedM && (
        <p className="note">{t('incidentLog.capMoved', { distance: distanceText(changes.movedM) })}</p>
      )}
      {mayClose && <Choice on={closes} onChange={setCloses} label={t('incidentLog.capCloses')} />}
      {failure && (
        <p className="note" role="alert">
          {failure}
        </p>
      )}
      <p className="row-head">
        {mayTake ? (
          <button
            type="button"
            className="btn primary"
            onClick={() => void take().catch((error: unknown) => setFailure(reasonOf(error)))}
          >
            {t('incidentLog.capTake')}
          </button>
        ) : (
          <button type="button" className="btn primary" onClick={show}>
            {t('incidentLog.capShow')}
          </button>
        )}
        {onOther && (
          <button type="button" className="btn" onClick={onOther}>
            {t('incidentLog.capOther')}
          </button>
        )}
        <button type="button" className="btn" onClick={onDone}>
          {t('common.cancel')}
        </button>
      </p>
    </section>
  );
}

const stateOf = ({ isKnown, isClosed }: CapTarget) => (isKnown ? 'known' : isClosed ? 'closed' : 'open');

function distanceText(distanceM: number): string {
  const { value, unit } = formatDistance(distanceM);
  return `${value} ${unit}`;
}

function Choice({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <p className="row-head">
      <span>{label}</span>
      <span className="space" />
      <Switch label={label} on={on} onChange={onChange} />
    </p>
  );
}
