import { demandOf } from '../../../../model/schemes/metrics.ts';
import type { Facilities, Scheme } from '../../../../model/schemes/scheme.ts';
import {
  type FacilityLoad,
  SERVICE_KINDS,
  type ServiceFigures,
  type ServiceKind,
} from '../../../../model/schemes/site-figures.ts';
import type { ServiceCodes } from '../../../../workers/scheme-design/engine-types.ts';
import { useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Chip } from '../../../kit/controls.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { schemeDesignController } from '../controller.ts';

/** Schools and health care on foot for the residents of a scheme, the load of each facility today and after, and which things count. */
export function Services({ scheme }: { scheme: Scheme }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const site = useTwin(({ schemeSites }) => schemeSites[scheme.id] ?? null);
  const codes = useQuery('scheme services', () => controller.services());
  return (
    <FormSection title={t('schemes.services')}>
      {site === null && <p className="note">{t('schemes.measuring')}</p>}
      {site?.lacks.map((lack) => (
        <p key={lack} className="note" data-lack={lack}>
          {t(`schemes.lack_${lack}`)}
        </p>
      ))}
      {SERVICE_KINDS.map((kind) => {
        const figures = site?.services.find((one) => one.kind === kind);
        return (
          <div key={kind} className="scheme-service" data-service={kind}>
            <b>{t(`schemes.service_${kind}`)}</b>
            {figures && <KindFigures figures={figures} />}
            {codes.kind === 'answered' && <Counted kind={kind} codes={codes.answer} />}
          </div>
        );
      })}
    </FormSection>
  );
}

function KindFigures({ figures }: { figures: ServiceFigures }) {
  const { t } = useWords();
  const { facilities, own, residents, reaching, meanMin, within, loads } = figures;
  return (
    <>
      <p className="note">
        {t('schemes.facilities', { count: formatNumber(facilities) })}
        {own > 0 && ` ${t('schemes.ownFacilities', { count: formatNumber(own) })}`}
      </p>
      {residents > 0 && (
        <p className="note">
          {meanMin !== null && t('schemes.meanWalk', { minutes: formatNumber(meanMin, 1) })}{' '}
          {within
            .map((band) =>
              t('schemes.withinBand', {
                minutes: band.minutes,
                share: formatNumber((100 * band.residents) / residents),
                residents: formatNumber(band.residents),
              }),
            )
            .join(' · ')}
          {reaching < residents && ` ${t('schemes.withoutWay', { count: formatNumber(residents - reaching) })}`}
        </p>
      )}
      {loads.length > 0 && <Loads kind={figures.kind} loads={loads} />}
    </>
  );
}

/** Residents that fall to each facility today and with the scheme, and what they ask of it. */
function Loads({ kind, loads }: { kind: ServiceKind; loads: readonly FacilityLoad[] }) {
  const { t, of } = useWords();
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const demand = (residents: number) => (residents * demandOf(kind, assumed)) / 1000;
  return (
    <Table
      rows={loads}
      rowKey={({ id }) => id}
      rowProps={({ id }) => ({ 'data-facility': id })}
      columns={[
        {
          head: t(`schemes.service_${kind}`),
          value: ({ name }) => of(name),
          cell: ({ name, isOwn }) => (
            <>
              {of(name)} {isOwn && <span className="tag plan">{t('schemes.ownFacility')}</span>}
            </>
          ),
        },
        { head: t('schemes.loadBefore'), value: ({ before }) => before },
        { head: t('schemes.loadAfter'), value: ({ after }) => after },
        { head: t(`schemes.demand_${kind}`), value: ({ after }) => demand(after), digits: 0 },
        {
          head: t('schemes.capacity'),
          value: ({ capacity }) => capacity,
          digits: 0,
          classOf: ({ capacity, after }) => (capacity !== null && demand(after) > capacity ? 'over' : undefined),
        },
      ]}
    />
  );
}

/** Which codes of the city are of a kind: recognised ones until somebody chooses. */
function Counted({ kind, codes: { layers, usual } }: { kind: ServiceKind; codes: ServiceCodes }) {
  const { t, of } = useWords();
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const controller = useController(schemeDesignController);
  const chosen = assumed.services?.[kind] ?? usual[kind];
  const choose = (facilities: Facilities) =>
    controller.assume({ ...assumed, services: { ...usual, ...assumed.services, [kind]: facilities } });
  const all = layers.flatMap(({ layer, label, attribute, values }) =>
    values.map((one) => ({
      layer,
      attribute,
      value: one.value,
      key: `${layer} ${attribute} ${one.value}`,
      label: `${of(label)} · ${of(one.label)} (${one.count})`,
    })),
  );
  const isChosen = ({ layer, attribute, value }: Facilities[number]) =>
    chosen.some((one) => one.layer === layer && one.attribute === attribute && one.value === value);
  const others = all.filter((one) => !isChosen(one));
  return (
    <details>
      <summary>{t('schemes.counted', { count: chosen.length })}</summary>
      <div className="chips">
        {all.filter(isChosen).map((one) => (
          <Chip
            key={one.key}
            on
            onClick={() =>
              choose(chosen.filter(({ layer, attribute, value }) => `${layer} ${attribute} ${value}` !== one.key))
            }
          >
            {one.label}
          </Chip>
        ))}
      </div>
      <ChoiceField
        label={t('schemes.countAlso')}
        value=""
        options={[
          { value: '', label: t('schemes.chooseCode') },
          ...others.map(({ key, label }) => ({ value: key, label })),
        ]}
        onChange={(key) => {
          const one = others.find((each) => each.key === key);
          if (one) choose([...chosen, { layer: one.layer, attribute: one.attribute, value: one.value }]);
        }}
      />
    </details>
  );
}
