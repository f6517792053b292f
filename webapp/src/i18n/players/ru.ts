/** Russian words about people: how they play, what they are remembered for, who is ahead. */
import type { Achievement } from '@/api/people';
import { count } from '../ru';

export const ruPlayers = {
  profile: {
    mine: 'Как я играю',
    rules: 'Правила',
    all: 'Всё',
    games: 'Партии',
    wins: 'Победы',
    net: 'Деньги',
    empty: 'Доиграйте первую партию, и здесь появится, как вы играете.',
    emptyOther: 'Ещё ни одной доигранной партии.',
    form: 'Форма',
    formHint: 'Последние партии, новые справа',
    formAlt: (wins: number, games: string) => `Побед: ${wins}, сыграно ${games}`,
    gamesCount: (n: number) => count(n, 'партия', 'партии', 'партий'),
    evenings: 'Вечера',
    eveningsHint: 'Сколько принёс каждый',
    eveningAlt: (when: string, sum: string) => `${when}: ${sum}`,
    balls: 'Забитые шары',
    records: 'Рекорды',
    recordsHint: (n: number) => `За ${count(n, 'партию', 'партии', 'партий')}`,
    run: 'Лучшая серия',
    flukes: 'Дураков',
    fouls: 'Фолов',
    people: 'С кем играю',
    versus: (name: string) => `Вы и ${name}`,
    together: (games: string, evenings: number) =>
      `${games}, ${count(evenings, 'вечер', 'вечера', 'вечеров')}`,
    score: (wins: number, losses: number) => `За вами ${wins}, за соперником ${losses}`,
    gave: 'Вы платили',
    got: 'Вам платили',
    allGames: 'Все партии',
    allGamesOf: (name: string) => `Партии: ${name}`,
    won: 'победа',
    more: 'Показать ещё',
    badges: 'Значки',
    badgesHint: (n: number, of: number) => `${n} из ${of}`,
    nextBadges: 'На подходе',
    otherBadges: (n: number) => `Ещё ${count(n, 'значок', 'значка', 'значков')}`,
    progress: (n: number, of: number) => `${n} из ${of}`,
    leaders: 'Среди своих',
  },
  /** What it is called, and what it takes. */
  badges: {
    first_game: ['Первая партия', 'Сыграть партию до конца'],
    first_win: ['Почин', 'Выиграть партию'],
    hat_trick: ['Хет-трик', 'Три победы подряд'],
    run_of_five: ['Пятёрка с кия', 'Пять шаров за один подход'],
    clean_game: ['Чистая работа', 'Победить без единого фола'],
    all_colors: ['Вся палитра', 'Забить все цветные шары партии'],
    late_riser: ['Долго запрягает', 'Дать соперникам забить пять и победить'],
    full_table: ['Полный стол', 'Сыграть ввосьмером'],
    lucky_fool: ['Дуракам везёт', 'Забить десять «дураков»'],
    own_balls: ['Свояк', 'Забить десять «своих»'],
    all_rounder: ['На все руки', 'Сыграть в каждую из игр'],
    fifty_games: ['Полсотни', 'Пятьдесят партий'],
  } satisfies Record<Achievement['code'], [name: string, what: string]>,
};

export type Players = typeof ruPlayers;
