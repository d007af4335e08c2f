import { FloodQuestion, OneInlet, PlacedBreach, Wall } from '../../../../model/questions/flood.ts';
import { S_PER_H } from '../../../../model/time.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FormRow, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { elapsedText } from '../flood-time.ts';
import type { FloodBreach, FloodForm, FloodSite, FloodWall } from '../slice.ts';
import { FloodDevices } from './devices-form.tsx';
import { Hour } from './hour.tsx';
import { FloodPick } from './pick.tsx';

/** What can be changed while a run is paused, and from the moment of a branch on. */
export function FloodWorksForm({ form, site }: { form: FloodForm; site: FloodSite }) {
  const origin = useTwin((state) => state.floodOrigin);
  const fromH = (origin?.timeS ?? 0) / S_PER_H;
  return (
    <>
      <Breaches form={form} site={site} fromH={fromH} />
      <Walls form={form} fromH={fromH} />
      <FloodDevices form={form} fromH={fromH} />
      <Drains form={form} site={site} isBranch={origin !== null} />
    </>
  );
}

/** A levee that has given way before `fromH` stays so. */
function Breaches({ form, site, fromH }: { form: FloodForm; site: FloodSite; fromH: number }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const isBranch = useTwin((state) => state.floodOrigin !== null);
  const { breaches } = form;
  const plannedName = (id: string) => {
    const planned = site.breaches.find((each) => each.id === id);
    return planned ? `${of(planned.label)} ${chainage(planned.chainageM)}` : id;
  };
  const others = site.breaches.filter(({ id }) => !breaches.some((breach) => breach.id === id));
  const change = (changed: FloodBreach) =>
    changeFlood({ breaches: breaches.map((each) => (each.id === changed.id ? changed : each)) });
  if (isBranch && form.scheme === 'fast') return null;
  return (
    <FormSection title={t('flood.breach')}>
      {breaches.map((breach) => {
        const { id, kind, beginH } = breach;
        const hasBegun = beginH < fromH;
        return (
          <FormRow
            key={id}
            title={kind === 'planned' ? plannedName(id) : t('flood.placedBreach', { id: id.slice(7) })}
            onRemove={hasBegun ? null : () => changeFlood({ breaches: breaches.filter((each) => each.id !== id) })}
          >
            <BreachFields breach={breach} fromH={fromH} endH={form.endH} onChange={change} />
          </FormRow>
        );
      })}
      <div className="actions">
        {others.map(({ id, beginH }) => (
          <button
            key={id}
            type="button"
            className="btn small"
            onClick={() =>
              changeFlood({
                breaches: [...breaches, { kind: 'planned', id, beginH: Math.max(fromH, beginH - form.riverFromH) }],
                ...(form.scheme === 'fast' ? { scheme: 'second' } : {}),
              })
            }
          >
            <Icon name="plus" />
            {plannedName(id)}
          </button>
        ))}
        <FloodPick what="breach" icon="pin" label={t('flood.pickBreach')} hint={t('flood.pickingBreach')} />
      </div>
    </FormSection>
  );
}

/** When a levee gives way and how wide; what has begun can be changed no more. */
function BreachFields({
  breach,
  fromH,
  endH,
  onChange,
}: {
  breach: FloodBreach;
  fromH: number;
  endH: number;
  onChange: (breach: FloodBreach) => void;
}) {
  const { t } = useWords();
  const { kind, beginH } = breach;
  if (beginH < fromH) return <p className="note">{t('flood.hasBegun', { time: elapsedText(beginH * S_PER_H) })}</p>;
  return (
    <>
      <Hour
        label={t('flood.begins')}
        value={beginH}
        min={fromH}
        max={endH}
        onChange={(value) => onChange({ ...breach, beginH: value })}
      />
      {kind === 'placed' && (
        <Fields
          of={PlacedBreach}
          only={['widthM']}
          value={breach}
          onChange={(part) => onChange({ ...breach, ...part })}
        />
      )}
    </>
  );
}

/** `K2+350`: how far along the river. */
function chainage(metres: number): string {
  const whole = Math.round(metres);
  return `K${Math.floor(whole / 1000)}+${String(whole % 1000).padStart(3, '0')}`;
}

function Walls({ form: { walls, endH }, fromH }: { form: FloodForm; fromH: number }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const change = (changed: FloodWall) =>
    changeFlood({ walls: walls.map((each) => (each.id === changed.id ? changed : each)) });
  return (
    <FormSection title={t('flood.wall')}>
      {walls.map((wall) => (
        <FormRow
          key={wall.id}
          title={t('flood.wallName', { id: wall.id.slice(5), length: formatNumber(lengthM(wall)) })}
          onRemove={() => changeFlood({ walls: walls.filter(({ id }) => id !== wall.id) })}
        >
          <Fields of={Wall} only={['heightM']} value={wall} onChange={(part) => change({ ...wall, ...part })} />
          <Hour
            label={t('flood.stands')}
            value={wall.fromH}
            min={Math.min(fromH, wall.fromH)}
            max={endH}
            onChange={(value) => change({ ...wall, fromH: value })}
          />
        </FormRow>
      ))}
      <div className="actions">
        <FloodPick what="wall" icon="ruler" label={t('flood.pickWall')} hint={t('flood.pickingWall')} />
      </div>
    </FormSection>
  );
}

function lengthM({ line }: FloodWall): number {
  return line.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - line[i][0], y - line[i][1]), 0);
}

/** A run has them from its start or not at all. */
/** What the city has of drains; without any the form says so. */
function Drains({ form, site, isBranch }: { form: FloodForm; site: FloodSite; isBranch: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const { drains, failedSupplies } = form;
  if (!site.hasDrains)
    return (
      <FormSection title={t('flood.drains')}>
        <p className="note">{t('flood.noDrains')}</p>
      </FormSection>
    );
  return (
    <FormSection title={t('flood.drains')}>
      {!isBranch && <Fields of={FloodQuestion} only={['drains']} value={form} onChange={changeFlood} />}
      {drains && (
        <>
          <Fields of={FloodQuestion} only={['blockedInletsRatio']} value={form} onChange={changeFlood} />
          <Inlets form={form} />
          <Fields
            of={FloodQuestion}
            only={['pumpsOff']}
            value={form}
            onChange={(part) => changeFlood({ ...part, failedSupplies: [] })}
          />
          {failedSupplies.length > 0 && (
            <p className="note">{t('flood.failedSupplies', { supplies: failedSupplies.join(', ') })}</p>
          )}
        </>
      )}
    </FormSection>
  );
}

/** Inlets that are covered one by one, whatever the others are. */
function Inlets({ form: { blockedInlets } }: { form: FloodForm }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const without = (id: string) => Object.fromEntries(Object.entries(blockedInlets).filter(([each]) => each !== id));
  return (
    <>
      {Object.entries(blockedInlets).map(([id, ratio]) => (
        <FormRow key={id} title={id} onRemove={() => changeFlood({ blockedInlets: without(id) })}>
          <Fields
            of={OneInlet}
            value={{ blockedRatio: ratio }}
            onChange={({ blockedRatio = ratio }) =>
              changeFlood({ blockedInlets: { ...blockedInlets, [id]: blockedRatio } })
            }
          />
        </FormRow>
      ))}
      <div className="actions">
        <FloodPick what="inlet" icon="pin" label={t('flood.pickInlet')} hint={t('flood.pickingInlet')} />
      </div>
    </>
  );
}
