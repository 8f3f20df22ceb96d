/** Beats are put into the sound card's own schedule this far ahead: a busy page does not make them stumble. */
const AHEAD_S = 0.25;
const LOOK_MS = 60;
const CLICK_S = 0.05;
const CLICK_HZ = 1_100;
const MINUTE_S = 60;
const FIRST_BEAT_S = 0.1;

/** The beats of a steady pulse in (fromS, toS], in seconds since its first beat. */
export function beatsBetween(perMinute: number, fromS: number, toS: number): number[] {
  const periodS = MINUTE_S / perMinute;
  const beats: number[] = [];
  for (let n = Math.max(0, Math.floor(fromS / periodS)); n * periodS <= toS; n++) {
    if (n * periodS > fromS || (n === 0 && fromS < 0)) beats.push(n * periodS);
  }
  return beats;
}

/** Which beat it is, from 1, and whether its flash is lit; 0 before the first. */
export function beatAt(perMinute: number, elapsedS: number): { readonly beat: number; readonly lit: boolean } {
  if (elapsedS < 0) return { beat: 0, lit: false };
  const periodS = MINUTE_S / perMinute;
  const beat = Math.floor(elapsedS / periodS) + 1;
  return { beat, lit: elapsedS % periodS < periodS * 0.4 };
}

/**
 * A pulse that is heard where the browser lets it sound, and seen in any case: `onBeat` follows the clock, not the
 * sound. Call it on a press, or the browser keeps it silent.
 */
export function startMetronome(
  perMinute: number,
  options: { readonly muted: boolean; onBeat(beat: number, lit: boolean): void },
): { setMuted(muted: boolean): void; stop(): void } {
  const startedMs = performance.now() + FIRST_BEAT_S * 1_000;
  const elapsedS = () => (performance.now() - startedMs) / 1_000;
  const audio = soundOrNone();
  let { muted } = options;
  let planned = -1;
  let frame = 0;
  const plan = () => {
    const now = elapsedS();
    for (const beat of beatsBetween(perMinute, planned, now + AHEAD_S)) {
      planned = beat;
      if (audio?.state === 'running' && !muted && beat >= now) click(audio, audio.currentTime + beat - now);
    }
  };
  const timer = setInterval(plan, LOOK_MS);
  const draw = () => {
    const { beat, lit } = beatAt(perMinute, elapsedS());
    options.onBeat(beat, lit);
    frame = requestAnimationFrame(draw);
  };
  plan();
  draw();
  return {
    setMuted(now) {
      muted = now;
    },
    stop() {
      clearInterval(timer);
      cancelAnimationFrame(frame);
      void audio?.close();
    },
  };
}

/** A machine without a sound card still shows the beat. */
function soundOrNone(): AudioContext | null {
  try {
    const audio = new AudioContext();
    if (audio.state === 'suspended') void audio.resume().catch(() => undefined);
    return audio;
  } catch {
    return null;
  }
}

function click(audio: AudioContext, atS: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = CLICK_HZ;
  volume.gain.setValueAtTime(0.3, atS);
  volume.gain.exponentialRampToValueAtTime(0.001, atS + CLICK_S);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(atS);
  oscillator.stop(atS + CLICK_S);
}
