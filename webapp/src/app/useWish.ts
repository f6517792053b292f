import { useState } from 'react';
import { type Wish, wishes } from '@/api/wish';

/** The wishes of one screen: whoever has left it has seen what came of them. */
export const useWish = (): Wish => useState(() => wishes())[0];
