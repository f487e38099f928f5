// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Puts the words that ArgumentParser adds to help pages into the person's language.
public enum HelpPage {
    private static let french: [(String, String)] = [
        ("OVERVIEW: ", "OBJET : "),
        ("USAGE: ", "USAGE : "),
        ("Usage: ", "Usage : "),
        ("ARGUMENTS:", "ARGUMENTS :"),
        ("OPTIONS:", "OPTIONS :"),
        ("SUBCOMMANDS:", "SOUS-COMMANDES :"),
        ("<subcommand>", "<sous-commande>"),
        ("Show the version.", "Affiche la version."),
        ("Show help information.", "Affiche cette aide."),
        ("Show subcommand help information.", "Affiche l'aide d'une sous-commande."),
        ("(default: ", "(par défaut : "),
        ("(values: ", "(valeurs : "),
        ("  See '", "  Voyez « "),
        ("' for detailed help.", " » pour l'aide détaillée."),
        ("' for more information.", " » pour en savoir plus."),
    ]

    private static let frenchErrors: [(String, String)] = [
        ("Error: ", ""),
        ("Missing expected argument ", "Il manque l'argument "),
        ("Unexpected argument ", "Argument inattendu : "),
        ("Unknown option ", "Option inconnue : "),
        ("Missing value for ", "Il manque une valeur à "),
        ("The value ", "La valeur "),
        (" is invalid for ", " ne convient pas à "),
        ("Did you mean ", "Vouliez-vous dire "),
    ]

    /// A help page.
    public static func text(_ page: String, in language: Language) -> String {
        language == .french ? replacing(french, in: page) : page
    }

    /// What the parser says about a command line that it does not understand, codes masked.
    public static func complaint(_ text: String, in language: Language) -> String {
        let masked = ArgumentScreen.masked(text)
        return language == .french ? replacing(frenchErrors, in: masked) : masked
    }

    private static func replacing(_ pairs: [(String, String)], in text: String) -> String {
        pairs.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
