import { OpenedRoad } from '../../../../model/questions/traffic.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FormRow, FormSection, PickField } from '../../../kit/form-fields.tsx';
import { SiteWorks } from '../../../kit/site-works.tsx';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { type ImpactPick, TRAFFIC_IMPACT, trafficImpactController } from '../controller.ts';

/** Roads that are closed by hand, by water and by works, and roads that are not there yet. */
export function RoadChanges() {
  const { t } = useWords();
  const orders = useTwin(({ roadOrders }) => roadOrders);
  const setOrders = useTwin(({ setRoadOrders }) => setRoadOrders);
  const wet = useTwin(({ roadState }) => roadState.water.length);
  const opened = useTwin(({ impactForm }) => impactForm.opened);
  const set = useTwin(({ setImpactForm }) => setImpactForm);
  return (
    <>
      <FormSection title={t('impact.closing')}>
        <div className="chips">
          <DrawButton kind="closePoint" label={t('impact.closePoint')} hint={t('impact.closePointHint')} />
          <DrawButton kind="closeLine" label={t('impact.closeLine')} hint={t('impact.closeLineHint')} />
        </div>
        {orders.map(({ id, name, segments }) => (
          <FormRow key={id} title={name} onRemove={() => setOrders(orders.filter((one) => one.id !== id))}>
            <p className="note">{t('impact.segments', { count: segments.length })}</p>
          </FormRow>
        ))}
        {wet > 0 && <p className="note">{t('impact.wet', { count: wet })}</p>}
      </FormSection>
      <SiteWorks />
      <FormSection title={t('impact.opening')}>
        <div className="chips">
          <DrawButton kind="newRoad" label={t('impact.newRoad')} hint={t('impact.newRoadHint')} />
        </div>
        {opened.map((road, at) => (
          <FormRow
            key={JSON.stringify(road.lineM)}
            title={t('impact.newRoadName', { number: at + 1 })}
            onRemove={() => set({ opened: opened.filter((one) => one !== road) })}
          >
            <Fields
              of={OpenedRoad}
              only={['lanes', 'speedKmPerH', 'direction']}
              value={road}
              onChange={(part) => set({ opened: opened.map((one) => (one === road ? { ...road, ...part } : one)) })}
            />
          </FormRow>
        ))}
      </FormSection>
    </>
  );
}

export function DrawButton({ kind, label, hint }: { kind: ImpactPick; label: string; hint: string }) {
  const controller = useController(trafficImpactController);
  const picking = useTwin((state) => pickingOf(state, TRAFFIC_IMPACT));
  return (
    <PickField
      icon={kind === 'closePoint' ? 'pin' : 'ruler'}
      label={label}
      hint={hint}
      isPicking={picking === kind}
      {...(kind === 'closePoint' ? {} : { points: kind === 'evacuated' ? 3 : 2 })}
      onPick={(on) => controller.pick(on ? kind : null)}
    />
  );
}
