import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { Hit } from '../../../../model/city/catalogue.ts';
import { type QueryState, useApp, useQuery } from '../../../kit/app-context.tsx';
import { languageOf } from '../../../kit/attribute-text.ts';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { isTyping } from '../../../kit/is-typing.ts';
import { LayerSwatch } from '../../../kit/swatch.tsx';
import { useWords } from '../../../kit/words.ts';

const WAIT_MS = 180;
const MAX_HITS = 12;

/** Finds objects by name, id, address or code; `/` comes here from anywhere, arrows choose, Enter goes there. */
export function SearchBox() {
  const { t } = useWords();
  const { twin, catalogue, view } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const needle = useSettled(text.trim(), WAIT_MS);
  const listId = useId();
  const queryState = useQuery(needle === '' ? null : `search ${needle}`, () => catalogue.search(needle, MAX_HITS));
  const search: QueryState<Hit[]> = needle === text.trim() ? queryState : { kind: 'asking' };
  const hits = needle !== '' && search.kind === 'answered' ? search.answer : [];
  useSlashKey(input);
  const take = (hit: Hit) => {
    twin.getState().select(hit.gid);
    twin.getState().showLayer(hit.layerId, true);
    whenLaidOut(() => view.flyToPlace(hit.place));
    setOpen(false);
    input.current?.blur();
  };
  const clear = () => {
    setOpen(false);
    setText('');
    input.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      clear();
    }
    if (event.key === 'Enter' && hits[at]) take(hits[at]);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || hits.length === 0) return;
    event.preventDefault();
    setAt((at + step + hits.length) % hits.length);
  };
  const isShown = isOpen && text.trim() !== '';
  return (
    <search
      className="search"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <label className="searchbox">
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          placeholder={t('search.placeholder')}
          aria-label={t('search.open')}
          aria-expanded={isShown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isShown && hits[at] ? `${listId}-${at}` : undefined}
          value={text}
          onFocus={() => setOpen(true)}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setOpen(true);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>/</kbd>
      </label>
      {isShown && <Results id={listId} needle={needle} search={search} at={at} onPoint={setAt} onTake={take} />}
    </search>
  );
}

/** `/` comes to the field from anywhere but where one types. */
function useSlashKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [input]);
}

/** What was found for a needle; `at`: the hit that Enter takes. */
function Results({
  id,
  needle,
  search,
  at,
  onPoint,
  onTake,
}: {
  id: string;
  needle: string;
  search: QueryState<Hit[]>;
  at: number;
  onPoint: (at: number) => void;
  onTake: (hit: Hit) => void;
}) {
  const { t } = useWords();
  const hits = search.kind === 'answered' ? search.answer : [];
  return (
    <div className="panel results">
      {search.kind === 'asking' && <p className="vacant">{t('search.searching')}</p>}
      {search.kind === 'failed' && <ErrorNotice what={t('search.failed')} reason={search.reason} />}
      {search.kind === 'answered' && hits.length === 0 && (
        <p className="vacant">{t('search.none', { text: needle })}</p>
      )}
      <div id={id} role="listbox" aria-label={t('search.results')}>
        {hits.map((hit, i) => (
          <HitRow
            key={hit.gid}
            id={`${id}-${i}`}
            hit={hit}
            isChosen={i === at}
            onPoint={() => onPoint(i)}
            onTake={() => onTake(hit)}
          />
        ))}
      </div>
      <p className="unseen" role="status">
        {search.kind === 'answered' ? t('search.found', { count: hits.length }) : ''}
      </p>
    </div>
  );
}

function HitRow({
  id,
  hit,
  isChosen,
  onPoint,
  onTake,
}: {
  id: string;
  hit: Hit;
  isChosen: boolean;
  onPoint: () => void;
  onTake: () => void;
}) {
  const { of } = useWords();
  const { twin } = useApp();
  const layer = twin.city.layers.find((layer) => layer.id === hit.layerId);
  if (!layer) return null;
  const attribute = layer.attributes.find(({ name }) => name === hit.attribute);
  return (
    <button
      type="button"
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={isChosen}
      className="hit"
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <LayerSwatch layer={layer} />
      <span className="text" lang={languageOf(hit.text)}>
        {hit.text}
      </span>
      <span className="note">
        {of(layer.label)}
        {hit.attribute !== 'id' && attribute && ` · ${of(attribute.label)}`}
      </span>
      {hit.text !== hit.id && <span className="mono">{hit.id}</span>}
    </button>
  );
}

/** After the card has taken its room: a flight centres on what is left. Sizes are told after layout, so the second frame knows. */
function whenLaidOut(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/** The value once it has stood still: a search a word, not a search a letter. */
function useSettled(value: string, waitMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs);
    return () => clearTimeout(timer);
  }, [value, waitMs]);
  return settled;
}
