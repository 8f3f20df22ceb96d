/** The speech-to-text port: files, and calls while they are spoken. Off unless configured. */

/** A turn of a speaker as it is understood so far. The same turn again replaces what was heard before. */
export interface Heard {
  /** Unique within the stream. */
  readonly turn: string;
  readonly text: string;
  /** As the recogniser tells them apart; empty when it does not. */
  readonly speaker: string;
  /** It will not be corrected any more. */
  readonly final: boolean;
}

export interface Audio {
  readonly bytes: Uint8Array;
  /** `audio/wav`, `audio/mpeg` … */
  readonly mediaType: string;
  /** zh | en | empty */
  readonly lang: string;
}

export interface FileTranscriber {
  /** Turns in the order they were spoken. @throws when the recogniser cannot be reached or refuses */
  transcribe(audio: Audio): Promise<readonly Heard[]>;
}

export interface SpeechStream {
  /** PCM, 16 bits, little-endian, one channel, at the rate that the stream was opened with. */
  send(pcm: Uint8Array): void;
  /** Everything was sent: resolves when all of it was heard, or after a limit. */
  finish(): Promise<void>;
  /** At once. */
  stop(): void;
}

export interface StreamTranscriber {
  open(options: { readonly lang: string }, onHeard: (heard: Heard) => void): SpeechStream;
}
