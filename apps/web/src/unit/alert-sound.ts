const ROUND_MS = 1_600;
const TONES_HZ = [880, 660, 880, 660] as const;
const TONE_S = 0.22;
const VIBRATION_MS = [400, 150, 400, 150];

let context: AudioContext | undefined;

/** Browsers let a page sound only after a touch: call this on any press. */
export function allowSound(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
}

/** Sounds and shakes until stopped. */
export function startAlert(): { stop(): void } {
  const round = () => {
    navigator.vibrate?.(VIBRATION_MS);
    if (context?.state === 'running') playTones(context);
  };
  round();
  const timer = setInterval(round, ROUND_MS);
  return {
    stop() {
      clearInterval(timer);
      navigator.vibrate?.(0);
    },
  };
}

function playTones(audio: AudioContext): void {
  TONES_HZ.forEach((frequency, index) => {
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    const startS = audio.currentTime + index * TONE_S;
    oscillator.type = 'square';
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0.22, startS);
    volume.gain.exponentialRampToValueAtTime(0.01, startS + TONE_S);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(startS);
    oscillator.stop(startS + TONE_S);
  });
}
