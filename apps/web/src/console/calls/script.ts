/** A question that yes or no answers. */
export interface YesNo {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly shortZh: string;
  readonly shortEn: string;
}

const question = (id: string, zh: string, en: string, shortZh: string, shortEn: string): YesNo => ({
  ...{ id, zh, en, shortZh, shortEn },
});

const atPlace = (place: string): YesNo =>
  question('place', `您是在“${place}”吗？`, `Are you at “${place}”?`, '地点', 'Place');

/**
 * Place first, then what decides who is sent and how they arrive. Whoever speaks under another's eyes is asked so that
 * the answer tells a listener nothing; whoever cannot speak is told how to answer.
 */
export function questionsFor(mode: 'duress' | 'silent', place: string): readonly YesNo[] {
  const where = place === '' ? [] : [atPlace(place)];
  return mode === 'duress'
    ? [...DURESS.slice(0, 1), ...where, ...DURESS.slice(1)]
    : [...SILENT.slice(0, 1), ...where, ...SILENT.slice(1)];
}

const DURESS: readonly YesNo[] = [
  question(
    'unfree',
    '您现在说话不方便，是吗？只答“是”或“不是”就好。',
    'You cannot speak freely, is that right? Just say yes or no.',
    '不便说话',
    'Unfree',
  ),
  question('near', '那个人现在在您身边吗？', 'Is that person with you now?', '对方在旁', 'With you'),
  question('weapon', '对方手里有刀或别的武器吗？', 'Is there a knife or another weapon?', '武器', 'Weapon'),
  question('hurt', '有人受伤吗？', 'Is anybody hurt?', '受伤', 'Hurt'),
  question('children', '现场有孩子或老人吗？', 'Are there children or old people?', '老幼', 'Children'),
  question(
    'stay',
    '您能先不挂电话吗？放在一边就行。',
    'Can you leave the line open? Just put the phone down.',
    '不挂断',
    'Stay on',
  ),
];
const SILENT: readonly YesNo[] = [
  question(
    'help',
    '如果您需要帮助，请按 1，或轻敲两下电话。',
    'If you need help, press 1 or tap the phone twice.',
    '需要帮助',
    'Needs help',
  ),
  question(
    'danger',
    '您现在有危险吗？有请按 1，没有请按 2。',
    'Are you in danger? 1 for yes, 2 for no.',
    '有危险',
    'Danger',
  ),
  question(
    'hurt',
    '有人受伤或生病吗？有按 1，没有按 2。',
    'Is anybody hurt or ill? 1 for yes, 2 for no.',
    '伤病',
    'Hurt',
  ),
  question('fire', '是着火了吗？是按 1，不是按 2。', 'Is there a fire? 1 for yes, 2 for no.', '着火', 'Fire'),
  question(
    'alone',
    '您身边还有别人吗？有按 1，没有按 2。',
    'Is somebody with you? 1 for yes, 2 for no.',
    '有旁人',
    'With others',
  ),
];

/** The first that nobody has answered; the last one stays when all are. */
export function nextQuestion(questions: readonly YesNo[], replies: readonly { readonly question: string }[]): YesNo {
  const answered = new Set(replies.map((reply) => reply.question));
  return questions.find(({ zh }) => !answered.has(zh)) ?? (questions.at(-1) as YesNo);
}
