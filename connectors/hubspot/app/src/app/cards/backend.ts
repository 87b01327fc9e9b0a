/** Where the program runs. The project file permits this address and no other. */
export const BACKEND = 'https://pegel.example'
