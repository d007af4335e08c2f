import type { TourChapter } from '../../../model/tours/tour.ts';
import type { Language } from '../../twin/appearance.ts';

/** Reads chapters aloud. */
export interface Narrator {
  /** Ends what it says and begins with this. */
  say(chapter: TourChapter, language: Language): void;
  stop(): void;
  isSpeaking(): boolean;
}

const TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/**
 * By the browser's own voices, and by those alone that speak without a network: a voice of a service would send the words to its host. `null`: the
 * browser cannot speak at all.
 */
export function openNarrator(speech: SpeechSynthesis | undefined): Narrator | null {
  if (!speech) return null;
  return {
    say({ narration, caption }, language) {
      speech.cancel();
      const voice = localVoice(speech, language);
      if (!voice) return;
      const utterance = new SpeechSynthesisUtterance((narration ?? caption)[language]);
      utterance.lang = voice.lang;
      utterance.voice = voice;
      speech.speak(utterance);
    },
    stop: () => speech.cancel(),
    isSpeaking: () => speech.speaking || speech.pending,
  };
}

/** A voice of the machine for a language; null: it has none. */
function localVoice(speech: Pick<SpeechSynthesis, 'getVoices'>, language: Language): SpeechSynthesisVoice | null {
  const local = speech.getVoices().filter(({ localService }) => localService);
  const spoken = local.filter(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === language);
  return spoken.find(({ lang }) => lang.replace('_', '-') === TAGS[language]) ?? spoken[0] ?? null;
}
