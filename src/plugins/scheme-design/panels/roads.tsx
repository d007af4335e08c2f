import { DEFAULT_ROAD_M, ROAD_CLASSES, type Scheme, SchemeRoad } from '../../../../model/schemes/scheme.ts';
import { JOIN_M, roadAreaM2, roadLengthM } from '../../../../model/schemes/scheme-roads.ts';
import type { RoadOnFoot } from '../../../../model/schemes/site-figures.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { IconButton } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormSection, PickField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { SCHEME_PICKER, schemeDesignController } from '../controller.ts';

/** Roads of a scheme: drawn along their centre lines, with class and width. */
export function Roads({ scheme: { id, roads = [] } }: { scheme: Scheme }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const picking = useTwin((state) => pickingOf(state, SCHEME_PICKER));
  const site = useTwin(({ schemeSites }) => schemeSites[id] ?? null);
  const hasNetwork = site !== null && !site.lacks.includes('no-roads');
  return (
    <FormSection title={t('schemes.roads')}>
      <ul className="scheme-roads">
        {roads.map((road) => (
          <RoadRow key={road.id} road={road} onFoot={site?.roads.find((one) => one.road === road.id) ?? null} />
        ))}
      </ul>
      {(picking === null || picking === 'road') && (
        <PickField
          icon="ruler"
          label={t('schemes.drawRoad')}
          hint={t('schemes.drawRoadHint')}
          isPicking={picking === 'road'}
          points={2}
          onPick={(on) => controller.pick(on ? 'road' : null)}
        />
      )}
      {roads.length > 0 && site !== null && (
        <p className="note" data-roads-walked={hasNetwork}>
          {hasNetwork ? t('schemes.roadsWalked', { tolerance: JOIN_M }) : t('schemes.roadsUnmeasured')}
        </p>
      )}
    </FormSection>
  );
}

function RoadRow({ road, onFoot }: { road: SchemeRoad; onFoot: RoadOnFoot | null }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const { id, name, widthM } = road;
  return (
    <li data-road={id}>
      <p className="row-head">
        <b>{name}</b>
        <span className="note">
          {t('schemes.roadSize', { length: formatNumber(roadLengthM(road)), area: formatNumber(roadAreaM2(road)) })}
        </span>
        <span className="space" />
        <IconButton icon="x" label={t('schemes.removeRoad', { name })} onClick={() => controller.removeRoad(id)} />
      </p>
      {onFoot && <OnFoot figures={onFoot} />}
      <ChoiceField
        label={t('schemes.roadClass')}
        value={road.class}
        options={ROAD_CLASSES.map((value) => ({ value, label: t(`schemes.road_${value}`) }))}
        onChange={(value) => controller.changeRoad(id, { class: value, widthM: DEFAULT_ROAD_M[value] })}
      />
      <Fields
        of={SchemeRoad}
        only={['widthM']}
        value={{ widthM }}
        onChange={(part) => controller.changeRoad(id, part)}
      />
    </li>
  );
}

/** What a road meets, and what it misses. */
function OnFoot({ figures: { state, joints, apart, gapsM } }: { figures: RoadOnFoot }) {
  const { t } = useWords();
  const said = {
    joined: t('schemes.roadJoined', { count: joints }),
    alone: t('schemes.roadAlone'),
    'not-walked': t('schemes.roadNotWalked'),
  }[state];
  return (
    <p className={state === 'alone' ? 'scheme-short' : 'note'} data-on-foot={state}>
      {[
        said,
        ...(apart > 0 ? [t('schemes.roadApart', { count: apart })] : []),
        ...gapsM.map((gap) => t('schemes.roadGap', { gap: formatNumber(gap, 1) })),
      ].join(' · ')}
    </p>
  );
}
