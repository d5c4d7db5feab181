using System.Globalization;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Sets of code points by the names that patterns use: \p{name}, [[:name:]], \d, \s, \w.</summary>
internal static class PatternProperties
{
    public static CodePointSet HexDigit { get; } =
        CodePointSet.Range('0', '9').Union(CodePointSet.Range('A', 'F')).Union(CodePointSet.Range('a', 'f'));

    private static readonly Dictionary<string, CodePointSet> s_named = Build();

    /// <summary>Word characters as the reference's \w has them outside of brackets: there it counts a few Latin-1 numbers in.</summary>
    public static CodePointSet Word { get; } =
        UnicodeData.Word.Union(CodePointSet.Range(0xB2, 0xB3)).Union(CodePointSet.Of(0xB9)).Union(CodePointSet.Range(0xBC, 0xBE));

    /// <summary>The set of a name: "Lu", "Han", "Script=Han", "IsHan", "^Lu"; null where it is unknown.</summary>
    public static CodePointSet? Find(string name)
    {
        if (name.StartsWith('^'))
            return Find(name[1..])?.Complement();
        int equals = name.IndexOf('=');
        string loose = UnicodeData.LooseName(name[(equals + 1)..]);
        if (equals >= 0)
        {
            return UnicodeData.LooseName(name[..equals]) switch
            {
                "script" or "sc" => UnicodeData.Script(loose),
                "generalcategory" or "gc" => s_named.GetValueOrDefault(loose),
                _ => null,
            };
        }
        return FindLoose(loose) ?? (loose.StartsWith("is", StringComparison.Ordinal) ? FindLoose(loose[2..]) : null);
    }

    private static CodePointSet? FindLoose(string loose) =>
        s_named.GetValueOrDefault(loose) ?? UnicodeData.Script(loose);

    private static Dictionary<string, CodePointSet> Build()
    {
        var named = new Dictionary<string, CodePointSet>();
        AddCategories(named);
        AddMajorClasses(named);
        AddPosix(named);
        return named;
    }

    private static void AddCategories(Dictionary<string, CodePointSet> named)
    {
        (string Short, string Long, UnicodeCategory Category)[] categories =
        [
            ("lu", "uppercaseletter", UnicodeCategory.UppercaseLetter), ("ll", "lowercaseletter", UnicodeCategory.LowercaseLetter),
            ("lt", "titlecaseletter", UnicodeCategory.TitlecaseLetter), ("lm", "modifierletter", UnicodeCategory.ModifierLetter),
            ("lo", "otherletter", UnicodeCategory.OtherLetter), ("mn", "nonspacingmark", UnicodeCategory.NonSpacingMark),
            ("mc", "spacingmark", UnicodeCategory.SpacingCombiningMark), ("me", "enclosingmark", UnicodeCategory.EnclosingMark),
            ("nd", "decimalnumber", UnicodeCategory.DecimalDigitNumber), ("nl", "letternumber", UnicodeCategory.LetterNumber),
            ("no", "othernumber", UnicodeCategory.OtherNumber), ("zs", "spaceseparator", UnicodeCategory.SpaceSeparator),
            ("zl", "lineseparator", UnicodeCategory.LineSeparator), ("zp", "paragraphseparator", UnicodeCategory.ParagraphSeparator),
            ("cc", "control", UnicodeCategory.Control), ("cf", "format", UnicodeCategory.Format),
            ("cs", "surrogate", UnicodeCategory.Surrogate), ("co", "privateuse", UnicodeCategory.PrivateUse),
            ("cn", "unassigned", UnicodeCategory.OtherNotAssigned), ("pc", "connectorpunctuation", UnicodeCategory.ConnectorPunctuation),
            ("pd", "dashpunctuation", UnicodeCategory.DashPunctuation), ("ps", "openpunctuation", UnicodeCategory.OpenPunctuation),
            ("pe", "closepunctuation", UnicodeCategory.ClosePunctuation), ("pi", "initialpunctuation", UnicodeCategory.InitialQuotePunctuation),
            ("pf", "finalpunctuation", UnicodeCategory.FinalQuotePunctuation), ("po", "otherpunctuation", UnicodeCategory.OtherPunctuation),
            ("sm", "mathsymbol", UnicodeCategory.MathSymbol), ("sc", "currencysymbol", UnicodeCategory.CurrencySymbol),
            ("sk", "modifiersymbol", UnicodeCategory.ModifierSymbol), ("so", "othersymbol", UnicodeCategory.OtherSymbol),
        ];
        foreach ((string brief, string full, UnicodeCategory category) in categories)
            named[brief] = named[full] = UnicodeData.Category(category);
    }

    private static void AddMajorClasses(Dictionary<string, CodePointSet> named)
    {
        named["l"] = named["letter"] = UnicodeData.Letter;
        named["lc"] = named["casedletter"] = UnicodeData.Categories(UnicodeCategory.UppercaseLetter, UnicodeCategory.TitlecaseLetter);
        named["m"] = named["mark"] = UnicodeData.Mark;
        named["n"] = named["number"] = UnicodeData.Number;
        named["p"] = named["punctuation"] = UnicodeData.Punctuation;
        named["s"] = named["symbol"] = UnicodeData.Symbol;
        named["z"] = named["separator"] = UnicodeData.Separator;
        named["c"] = named["other"] =
            UnicodeData.Categories(UnicodeCategory.Control, UnicodeCategory.PrivateUse).Union(named["cn"]);
        named["any"] = CodePointSet.All;
        named["assigned"] = named["cn"].Complement();
        named["ascii"] = CodePointSet.Range(0, 0x7F);
    }

    private static void AddPosix(Dictionary<string, CodePointSet> named)
    {
        CodePointSet control = CodePointSet.Range(0, 0x1F).Union(CodePointSet.Range(0x7F, 0x9F));
        named["alpha"] = named["alphabetic"] = UnicodeData.Alphabetic;
        named["alnum"] = UnicodeData.Alphabetic.Union(UnicodeData.Digit);
        named["digit"] = UnicodeData.Digit;
        named["word"] = UnicodeData.Word;
        named["space"] = named["whitespace"] = UnicodeData.WhiteSpace;
        named["blank"] = named["zs"].Union(CodePointSet.Of('\t'));
        named["cntrl"] = control;
        named["lower"] = named["lowercase"] = named["ll"].Union(UnicodeData.Script("otherlowercase")!);
        named["upper"] = named["uppercase"] = named["lu"].Union(UnicodeData.Script("otheruppercase")!);
        named["punct"] = UnicodeData.Punctuation.Union(UnicodeData.Symbol);
        named["graph"] = UnicodeData.WhiteSpace.Union(control).Union(named["cn"]).Union(named["cs"]).Complement();
        named["print"] = named["graph"].Union(named["zs"]);
        named["xdigit"] = HexDigit;
    }
}
