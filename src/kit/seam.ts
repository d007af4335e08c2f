import {
  createElement,
  Fragment,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { SEAM_EDITION } from '../../model/plugins/plugin-row.ts';
import type { WordTable } from '../../model/text/words.ts';
import { useApp, useController, useOffered, usePanels, useQuery, useStore, useTwin } from './app-context.tsx';
import { EmptyState, ErrorNotice, IconButton, Panel, Segmented, Switch } from './controls.tsx';
import { FactsList } from './facts-list.tsx';
import { ChoiceField, NumberField, TextField } from './form-fields.tsx';
import { formatArea, formatLength, formatNumber } from './format.ts';
import { Icon } from './icons.tsx';
import type { Plugin } from './plugin.ts';
import { Table } from './table/table.tsx';
import { useWords } from './words.ts';

/** A plug-in of a package: one of the page without what is read before any package comes. Keys of its words begin with its id and a dot. */
export interface PackagePlugin extends Omit<Plugin, 'words' | 'engine' | 'link' | 'sceneFile' | 'story'> {
  readonly words?: WordTable;
}

/** React as the page has it: hooks of a second copy would know nothing of the page. */
const REACT = {
  createElement,
  Fragment,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
};

/** Controls, hooks and formats of the page. */
const KIT = {
  ChoiceField,
  EmptyState,
  ErrorNotice,
  FactsList,
  Icon,
  IconButton,
  NumberField,
  Panel,
  Segmented,
  Switch,
  Table,
  TextField,
  formatArea,
  formatLength,
  formatNumber,
  useApp,
  useController,
  useOffered,
  usePanels,
  useQuery,
  useStore,
  useTwin,
  useWords,
};

/** All that a package is given: it brings no framework of its own, and imports nothing of the page. */
interface Seam {
  readonly edition: typeof SEAM_EDITION;
  readonly react: typeof REACT;
  readonly kit: typeof KIT;
  /** The address of a file of the package. */
  urlOf(path: string): string;
}

/** What the entry of a package exports by default. */
export type MakePlugin = (seam: Seam) => PackagePlugin;

/** The seam for the package whose files lie at this address. */
export const seamOf = (base: string): Seam => ({
  edition: SEAM_EDITION,
  react: REACT,
  kit: KIT,
  urlOf: (path) => new URL(path, base).href,
});
