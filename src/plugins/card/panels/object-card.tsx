import { useState } from 'react';
import { type Description, OWNER } from '../../../../model/city/catalogue.ts';
import type { AttributeInfo, LayerInfo } from '../../../../model/city/manifest.ts';
import { nameOf } from '../../../../model/city/thing-name.ts';
import { useApp, useOffered, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { attributesIn, languageOf, showValue } from '../../../kit/attribute-text.ts';
import { CardContext } from '../../../kit/card-subject.tsx';
import { formatSourceDate } from '../../../kit/city-time.ts';
import { ErrorNotice, IconButton, Panel, Quantity, Skeleton, Tabs } from '../../../kit/controls.tsx';
import { useCopy } from '../../../kit/copy.ts';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { GuessedGround } from '../../../kit/inferred-fact.tsx';
import { Placed, useSlot } from '../../../kit/slots.tsx';
import { StateTag } from '../../../kit/state-tag.tsx';
import { useWords } from '../../../kit/words.ts';
import { isEmphasised } from '../../../twin/appearance.ts';
import { COLOUR_CHOICE } from '../../../twin/colour-choice.ts';
import { KeyValues } from './key-values.tsx';
import { PlansSection, useOverLimitM } from './plans.tsx';
import { NearbySection, OwnerLink, RelatedList } from './related.tsx';
import { Why, WhyButton } from './why.tsx';

/** The selected object: who it is, its values, and whence they are. The same card on all desks. */
export function ObjectCard() {
  const { t } = useWords();
  const { twin, catalogue } = useApp();
  const gid = useTwin((state) => state.selectedGid);
  const queryState = useQuery(gid === null ? null : `describe ${gid}`, () => catalogue.describe(gid ?? 0));
  if (gid === null) return null;
  const close = () => twin.getState().select(null);
  if (queryState.kind === 'answered' && queryState.answer)
    return <DescribedCard key={gid} description={queryState.answer} onClose={close} />;
  return (
    <Panel title={t('card.title')} className="card" onClose={close} closeLabel={t('common.deselect')}>
      {queryState.kind === 'asking' && <Skeleton />}
      {queryState.kind === 'failed' && <ErrorNotice what={t('card.failed')} reason={queryState.reason} />}
      {queryState.kind === 'answered' && <p className="vacant">{t('card.unknown', { gid })}</p>}
    </Panel>
  );
}

/** The first tab; the others are layers whose objects belong to this one, and a card without such has no tabs. */
const NOW = '';

export function DescribedCard({ description, onClose }: { description: Description; onClose: () => void }) {
  const { t, of, language } = useWords();
  const { twin, catalogue, view } = useApp();
  const copy = useCopy();
  const [tab, setTab] = useState<string>(NOW);
  // Where incidents are worked on, who is near stands higher up, among what other plug-ins bring.
  const isLive = useTwin((state) => isEmphasised(state, 'live'));
  const sections = useSlot('cardSection');
  const isFirst = ({ order = 0 }: { order?: number }) => order < 0;
  const related = useQuery(`related ${description.id}`, () => catalogue.related(description.id));
  const layer = twin.city.layers.find(({ id }) => id === description.layerId);
  const overM = useOverLimitM(description, layer);
  if (!layer) return null;
  const others = related.kind === 'answered' ? related.answer : [];
  const belonging = twin.city.layers
    .map(({ id, label }) => ({ id, label, objects: others.filter(({ layerId }) => layerId === id) }))
    .filter(({ objects }) => objects.length > 0);
  const shown = belonging.find(({ id }) => id === tab);
  const values = new Map(description.values.map(({ name, value }) => [name, value]));
  const name = nameOf(values, language);
  return (
    <Panel
      title={<span lang={languageOf(name ?? '')}>{name ?? of(layer.label)}</span>}
      note={<StateTag state={layer.state} />}
      className="card"
      onClose={onClose}
      closeLabel={t('common.deselect')}
      actions={
        <IconButton icon="link" label={t('common.copyLink')} onClick={() => copy(location.href, 'card.copyFailed')} />
      }
      footer={
        <button type="button" className="btn primary" onClick={() => view.flyToPlace(description.place)}>
          <Icon name="pin" />
          {t('common.flyTo')}
        </button>
      }
    >
      <Headline id={description.id} layer={layer} name={name} chineseName={nameOf(values, 'zh')} />
      <CardContext value={{ description, layer, name: name ?? of(layer.label) }}>
        {sections.filter(isFirst).map((panel) => (
          <Placed key={panel.id} panel={panel} />
        ))}
        <KeyValues layer={layer} values={values} overM={overM} />
        {sections
          .filter((panel) => !isFirst(panel))
          .map((panel) => (
            <Placed key={panel.id} panel={panel} />
          ))}
      </CardContext>
      {belonging.length > 0 && <BelongingTabs belonging={belonging} tab={tab} onChange={setTab} />}
      {shown ? (
        <div role="tabpanel" aria-label={of(shown.label)}>
          <RelatedList objects={shown.objects} />
        </div>
      ) : (
        <section role={belonging.length > 0 ? 'tabpanel' : undefined} aria-label={t('card.now')}>
          <h3 className="minor">{t('card.attributes')}</h3>
          <AllValues layer={layer} values={values} />
        </section>
      )}
      <PlansSection description={description} layer={layer} />
      {!isLive && <NearbySection id={description.id} place={description.place} />}
      <SourceSection layer={layer} />
    </Panel>
  );
}

/** The object's own values, and a tab for each layer whose objects belong to it. */
function BelongingTabs({
  belonging,
  tab,
  onChange,
}: {
  belonging: readonly { id: string; label: LayerInfo['label']; objects: readonly unknown[] }[];
  tab: string;
  onChange: (tab: string) => void;
}) {
  const { t, of } = useWords();
  return (
    <Tabs
      label={t('card.tabs')}
      value={tab}
      options={[
        { value: NOW, label: t('card.now') },
        ...belonging.map(({ label, id, objects }) => ({
          value: id,
          label: of(label),
          note: formatNumber(objects.length),
        })),
      ]}
      onChange={onChange}
    />
  );
}

type Values = ReadonlyMap<string, string | number | null>;

/** What stands below the name: the Chinese one beside an English one, the layer and the id. */
function Headline({
  id,
  layer,
  name,
  chineseName,
}: {
  id: string;
  layer: LayerInfo;
  name: string | null;
  chineseName: string | null;
}) {
  const { of } = useWords();
  return (
    <div className="headline">
      {chineseName && chineseName !== name && (
        <p className="note" lang="zh-CN">
          {chineseName}
        </p>
      )}
      <p className="note">
        {name && `${of(layer.label)} · `}
        <span className="mono id">{id}</span>
      </p>
    </div>
  );
}

function AllValues({ layer, values }: { layer: LayerInfo; values: Values }) {
  const { language } = useWords();
  return (
    <dl className="attributes">
      {attributesIn(language, layer.attributes, values).map((attribute) => (
        <AttributeRow
          key={attribute.name}
          layer={layer}
          attribute={attribute}
          value={values.get(attribute.name) ?? null}
        />
      ))}
    </dl>
  );
}

function SourceSection({ layer }: { layer: LayerInfo }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  return (
    <section>
      <h3 className="minor">{t('common.source')}</h3>
      <p className="source">
        <b>{of(layer.source.name)}</b>
        <span>{layer.source.licence}</span>
        {layer.source.date && <span>{formatSourceDate(layer.source.date, language)}</span>}
        <span>
          {t('card.version')}{' '}
          <span className="mono">{(layer.source.inputHash || twin.city.inputHash).slice(0, 12)}</span>
        </span>
        <span>{t('common.cim', { level: layer.cimLevel })}</span>
      </p>
      <GuessedGround codes={['terrain-of-models']} />
    </section>
  );
}

function AttributeRow({
  layer,
  attribute,
  value,
}: {
  layer: LayerInfo;
  attribute: AttributeInfo;
  value: string | number | null;
}) {
  const { t, of, language } = useWords();
  const colours = useOffered(COLOUR_CHOICE);
  const { twin } = useApp();
  const { text, unit, code } = showValue(attribute, value, language);
  const name = of(attribute.label);
  const [isExplained, setExplained] = useState(false);
  return (
    <div>
      <dt>{name}</dt>
      <dd lang={languageOf(text)}>
        {attribute.name === OWNER && typeof value === 'string' ? (
          <OwnerLink id={value} />
        ) : (
          <Quantity value={text} unit={unit} />
        )}
        {code !== null && <span className="mono code">{code}</span>}
        {typeof value === 'number' && (
          <WhyButton name={name} isOpen={isExplained} onToggle={() => setExplained(!isExplained)} />
        )}
      </dd>
      {attribute.type !== 'string' && colours && (
        <dd className="row-actions">
          <IconButton
            icon="histogram"
            label={t('common.colourBy', { name })}
            onClick={() => {
              twin.getState().colourBy(layer.id, attribute.name);
              colours?.open(layer.id, attribute.name);
            }}
          />
          <IconButton
            icon="filter"
            label={t('card.filterBy', { name })}
            onClick={() => colours?.open(layer.id, attribute.name)}
          />
        </dd>
      )}
      {isExplained && (
        <dd className="answer">
          <Why layer={layer} attribute={attribute} />
        </dd>
      )}
    </div>
  );
}
