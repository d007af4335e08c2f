import type { Slice } from '../../twin/slice.ts';
import type { Annotation, AnnotationForm } from './annotation.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends AnnotationSlice {}
}

interface AnnotationSlice {
  annotations: readonly Annotation[];
  /** What the next one is drawn as. */
  annotationForm: AnnotationForm;
  setAnnotations(annotations: readonly Annotation[]): void;
  setAnnotationForm(form: AnnotationForm): void;
  writeAnnotation(id: string, text: string): void;
  removeAnnotation(id: string): void;
}

export const annotationSlice: Slice<AnnotationSlice> = (set) => ({
  annotations: [],
  annotationForm: 'point',
  setAnnotations: (annotations) => set({ annotations }),
  setAnnotationForm: (annotationForm) => set({ annotationForm }),
  writeAnnotation: (id, text) =>
    set(({ annotations }) => ({ annotations: annotations.map((one) => (one.id === id ? { ...one, text } : one)) })),
  removeAnnotation: (id) => set(({ annotations }) => ({ annotations: annotations.filter((one) => one.id !== id) })),
});
