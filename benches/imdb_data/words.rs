//! Chance that is the same in each run, and words made of syllables.

/// Numbers that look like chance (splitmix64).
#[derive(Debug, Clone, Copy)]
pub struct Chance(u64);

impl Chance {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xd1b5_4a32_d192_ed03)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        ((u64::from(end) * (self.next() >> 32)) >> 32) as u32
    }

    /// Whether something happens that happens so many times in a thousand.
    pub fn permille(&mut self, times: u32) -> bool {
        self.below(1000) < times
    }

    /// A number from 1, mostly small: as a power law, at most `most`.
    pub fn power(&mut self, most: u32) -> u32 {
        // 1 / u is at least n with probability 1 / n.
        let share = self.below(1 << 24) + 1;
        ((1 << 24) / share).min(most)
    }

    /// A number below `end`, mostly a low one.
    pub fn skewed(&mut self, end: u32) -> u32 {
        let share = u64::from(self.below(1 << 20));
        let cube = (((share * share) >> 20) * share) >> 20;
        u32::try_from((u64::from(end) * cube) >> 20).expect("a share of it is no more than it")
    }

    /// One of several.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(u32::try_from(all.len()).expect("lists are short")) as usize]
    }
}

const SYLLABLES: &[&str] = &[
    "ba", "bel", "bri", "car", "cho", "da", "den", "dor", "el", "en", "fa", "fen", "gar", "gi",
    "ha", "hel", "il", "in", "ja", "jo", "ka", "kel", "la", "lin", "lor", "ma", "mar", "men", "mi",
    "na", "nel", "no", "or", "pa", "per", "ra", "ren", "ri", "ro", "sa", "sel", "so", "ta", "ten",
    "tor", "ul", "va", "ven", "vi", "wa", "wen", "ya", "za", "zel",
];
const FOREIGN: &[&str] = &[
    "é", "ö", "ü", "ñ", "ø", "å", "ž", "ő", "ли", "ма", "ро", "та", "ко", "の", "日", "夜", "人",
    "한",
];

/// Appends a word with a capital letter.
pub fn word(chance: &mut Chance, foreign: u32, text: &mut Vec<u8>) {
    let begin = text.len();
    for _ in 0..=chance.below(2) + chance.below(2) {
        text.extend_from_slice(chance.of(SYLLABLES).as_bytes());
    }
    text[begin].make_ascii_uppercase();
    if chance.permille(foreign) {
        text.extend_from_slice(chance.of(FOREIGN).as_bytes());
    }
}

/// Appends some words with blanks between them.
pub fn words(chance: &mut Chance, count: u32, foreign: u32, text: &mut Vec<u8>) {
    for at in 0..count {
        if at > 0 {
            text.push(b' ');
        }
        word(chance, foreign, text);
    }
}

/// Appends a number.
pub fn number(number: u32, text: &mut Vec<u8>) {
    digits(number, 1, text);
}

/// Appends a number with zeros before it where it has fewer than `least` digits.
pub fn digits(number: u32, least: usize, text: &mut Vec<u8>) {
    let mut digits = [b'0'; 10];
    let (mut rest, mut at) = (number, digits.len());
    while rest > 0 || digits.len() - at < least {
        at -= 1;
        digits[at] = b"0123456789"[(rest % 10) as usize];
        rest /= 10;
    }
    text.extend_from_slice(&digits[at..]);
}
