//! Runs the wrapper as root: `sudo` comes in front of it, so the far watchdog is root's too and can end what the action
//! has started.

use crate::random;

/// How `sudo` is called, and what it is answered.
pub(super) struct Sudo(Option<Answer>);

/// The password, for which `sudo` asks by a prompt that nobody else knows. Not sent in advance: where it isn't asked for,
/// it would be taken for the beginning of the action.
struct Answer {
    prompt: [String; 2],
    password: String,
    is_given: bool,
}

impl Sudo {
    pub(super) fn new(password: Option<&str>) -> Self {
        Self(password.map(|password| Answer {
            prompt: ["q", "p"].map(|letter| letter.to_owned() + &random::hexadecimal::<8>()),
            password: password.to_owned(),
            is_given: false,
        }))
    }

    /// What stands in front of the wrapper's command line. `sudo` prints the two percent signs as one, so that printing the
    /// command line doesn't print the prompt.
    pub(super) fn prefix(&self) -> String {
        match &self.0 {
            None => "sudo -n -- ".to_owned(),
            Some(answer) => format!("sudo -S -p '{}' -- ", answer.prompt.join("%%")),
        }
    }

    /// The line with the password, once, if it is asked for in what the far side has said.
    pub(super) fn answer(&mut self, said: impl Fn() -> String) -> Option<Vec<u8>> {
        let answer = self.0.as_mut().filter(|answer| !answer.is_given)?;
        answer.is_given = said().contains(&answer.text());
        answer.is_given.then(|| [answer.password.as_bytes(), b"\n"].concat())
    }

    /// Whether it asks again. The password is wrong then, and there is no other.
    pub(super) fn is_refused(&self, said: impl Fn() -> String) -> bool {
        self.0.as_ref().is_some_and(|answer| answer.is_given && said().matches(&answer.text()).count() > 1)
    }

    /// What it says about the password, if it asks for one. Before that comes only what `sudo` says to everybody.
    pub(super) fn reason(&self, said: &str) -> String {
        let prompt = self.0.as_ref().map(Answer::text).filter(|prompt| said.contains(prompt));
        prompt.map_or_else(|| said.to_owned(), |prompt| said.split(&prompt).skip(1).collect())
    }
}

impl Answer {
    fn text(&self) -> String {
        self.prompt.join("%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The prompt as `sudo` prints it.
    fn prompt(sudo: &Sudo) -> String {
        sudo.prefix().split('\'').nth(1).unwrap().replace("%%", "%")
    }

    #[test]
    fn answer_only_the_prompt_itself_gets_the_password_and_once() {
        let mut sudo = Sudo::new(Some("open sesame"));
        let (prefix, prompt) = (sudo.prefix(), prompt(&sudo));
        // As a login shell does after `set -v`.
        assert_eq!(sudo.answer(|| format!("{prefix}sh\nPassword: ")), None);
        assert!(!sudo.is_refused(|| prompt.repeat(2)));
        assert_eq!(sudo.answer(|| format!("Lecture.\n{prompt}")).unwrap(), b"open sesame\n");
        assert_eq!(sudo.answer(|| prompt.repeat(2)), None);
        assert!(!sudo.is_refused(|| format!("Lecture.\n{prompt}")));
        assert!(sudo.is_refused(|| format!("{prompt}Sorry, try again.\n{prompt}")));
        assert_eq!(sudo.reason(&format!("Lecture.\n{prompt}Sorry, try again.\n{prompt}")), "Sorry, try again.\n");
        assert_eq!(sudo.reason("sudo: not found\n"), "sudo: not found\n");
    }

    #[test]
    fn prefix_is_read_alike_by_all_login_shells_and_has_no_password() {
        let prefix = Sudo::new(Some("open sesame")).prefix();
        assert!(prefix.starts_with("sudo -S -p 'q") && prefix.ends_with("' -- "), "{prefix}");
        assert!(!prefix.contains(['!', '\\', '\n', '$', '"', '`']) && !prefix.contains("sesame"), "{prefix}");
        assert_ne!(prefix, Sudo::new(Some("open sesame")).prefix());
    }

    #[test]
    fn new_without_a_password_asks_for_none() {
        let mut sudo = Sudo::new(None);
        assert_eq!((sudo.prefix().as_str(), sudo.answer(|| "Password:".to_owned())), ("sudo -n -- ", None));
        assert!(!sudo.is_refused(|| "Password:".to_owned()));
        let required = "sudo: a password is required\n";
        assert_eq!(sudo.reason(required), required);
    }
}
