use super::*;

fn check(arguments: &[&str]) -> Result<(), String> {
    let mut checked = SshArguments::default();
    arguments.iter().try_for_each(|argument| checked.check(argument))?;
    Ok(checked.finish()?)
}

#[test]
fn check_callers_own_options_are_allowed() {
    for arguments in [
        &["-F", "/etc/ssh config", "-p", "22", "-l", "admin", "-J", "jump", "-tt"] as &[_],
        &["-oStrictHostKeyChecking=yes", "-o", "ProxyCommand=nc -x\tp:1 \"%h\" %p", "-4o", "IdentityFile ~/.ssh/b"],
        &["-oServerAliveInterval=0", "-oServerAliveCountMax 9", "-oConnectionAttempts=3", "-oConnectTimeout=1m"],
        &["-oUseKeychain=yes", "-oOptionOfTomorrow=yes", "-oIgnoreUnknown=*"],
    ] {
        assert_eq!(check(arguments), Ok(()), "{arguments:?}");
    }
}

#[test]
fn check_pinned_value_may_be_repeated() {
    for argument in [
        "BatchMode=yes",
        "batchmode TRUE",
        "ControlMaster=\"no\"",
        "ControlMaster=FALSE",
        "ControlPath = 'none'",
        "LogLevel=debug1",
    ] {
        assert_eq!(check(&["-o", argument]), Ok(()), "{argument}");
    }
}

#[test]
fn check_other_value_of_a_pinned_option_is_refused_in_every_spelling() {
    for argument in [
        "BatchMode=no",
        "BATCHMODE no",
        "  BatchMode = no",
        "=BatchMode=no",
        "\"BatchMode\" no",
        "Batch\"Mode\"no",
        "BatchMode=\"no\"",
        "BatchMode",
        "BatchMode yes no",
    ] {
        for arguments in
            [&["-o", argument] as &[&str], &[&format!("-o{argument}")], &["-4Co", argument], &["-TTo", argument]]
        {
            let error = check(arguments).unwrap_err();
            assert_eq!(error, "the option BatchMode can only be `yes`: nobody is there to answer", "{arguments:?}");
        }
    }
}

#[test]
fn check_options_that_are_not_the_callers_are_refused_by_name() {
    let mut refused = 0;
    for keyword in super::super::table::KEYWORDS {
        let result = check(&["-o", &format!("{}=something", keyword.name.to_uppercase())]);
        match keyword.handling {
            Handling::Callers | Handling::Default(_) => assert_eq!(result, Ok(()), "{}", keyword.name),
            _ => {
                assert!(result.unwrap_err().contains(&format!("the option {} ", keyword.name)), "{}", keyword.name);
                refused += 1;
            }
        }
    }
    assert!(refused > 30);
}

#[test]
fn check_time_without_a_limit_is_refused() {
    for value in ["none", "0", "", "soon"] {
        assert!(check(&["-o", &format!("ConnectTimeout={value}")]).is_err(), "{value}");
    }
}

#[test]
fn check_argument_that_is_not_an_option_is_refused() {
    for arguments in [&["-o", ""] as &[_], &["-o", "# BatchMode no"], &["-o", "\"BatchMode no"], &["-o"], &["server2"]]
    {
        assert!(check(arguments).is_err(), "{arguments:?}");
    }
}

#[test]
fn check_control_character_is_refused_anywhere() {
    for character in ["\n", "\r", "\u{1b}", "\u{7f}", "\u{85}", "\u{c}"] {
        for arguments in [
            ["-o", &format!("User=a{character}b")],
            ["-l", &format!("a{character}")],
            ["-4", &format!("-l{character}")],
        ] {
            assert_eq!(check(&arguments), Err("a control character is not allowed".to_owned()), "{arguments:?}");
        }
    }
}
