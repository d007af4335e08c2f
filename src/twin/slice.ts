import type { StateCreator } from 'zustand/vanilla';

/**
 * What is true now: small plain facts, one slice a subject; large arrays stay with their owners. Whoever owns a slice adds it here by module
 * augmentation (`declare module '…/twin/slice.ts' { interface TwinState extends MySlice {} }`), so that this file, which every slice needs for its
 * type, imports none of them.
 */
// biome-ignore lint/suspicious/noEmptyInterface: slices fill it by module augmentation, each from its own file
export interface TwinState {}

/** How a subject's part of the state begins and changes. */
export type Slice<S> = StateCreator<TwinState, [], [], S>;
