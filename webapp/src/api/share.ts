/** Calls that make something to show to others. Each answers or raises ApiError. */
import { answered, type Http } from './client';

/** The id of a message with the result, which Telegram sends to a chat that this person chooses. */
export const prepareShare = async (http: Http, game_id: string): Promise<string> =>
  answered(await http.POST('/api/v1/games/{game_id}/share', { params: { path: { game_id } } }))
    .prepared_message_id;
