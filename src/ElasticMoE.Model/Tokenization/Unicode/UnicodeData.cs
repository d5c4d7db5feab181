using System.Globalization;

namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>Sets of code points by property. General categories come from the platform; scripts from `scripts.txt`.</summary>
internal static class UnicodeData
{
    private static readonly Lazy<CodePointSet[]> s_categories = new(ReadCategories);
    private static readonly Lazy<Dictionary<string, CodePointSet>> s_scripts = new(ReadScripts);

    public static CodePointSet Letter { get; } = Categories(UnicodeCategory.UppercaseLetter, UnicodeCategory.OtherLetter);

    public static CodePointSet Mark { get; } = Categories(UnicodeCategory.NonSpacingMark, UnicodeCategory.EnclosingMark);

    public static CodePointSet Number { get; } = Categories(UnicodeCategory.DecimalDigitNumber, UnicodeCategory.OtherNumber);

    public static CodePointSet Punctuation { get; } = Categories(UnicodeCategory.ConnectorPunctuation, UnicodeCategory.OtherPunctuation);

    public static CodePointSet Symbol { get; } = Categories(UnicodeCategory.MathSymbol, UnicodeCategory.OtherSymbol);

    public static CodePointSet Separator { get; } = Categories(UnicodeCategory.SpaceSeparator, UnicodeCategory.ParagraphSeparator);

    public static CodePointSet Digit { get; } = Category(UnicodeCategory.DecimalDigitNumber);

    /// <summary>White_Space, as every pattern's \s has it.</summary>
    public static CodePointSet WhiteSpace { get; } = Separator.Union(CodePointSet.Range(9, 13)).Union(CodePointSet.Of(0x85));

    public static CodePointSet Alphabetic { get; } =
        Letter.Union(Category(UnicodeCategory.LetterNumber)).Union(Derived("Other_Alphabetic"));

    /// <summary>Letters, marks, decimal digits and connectors: what every dialect's \w has at least.</summary>
    public static CodePointSet Word { get; } =
        Alphabetic.Union(Mark).Union(Digit).Union(Category(UnicodeCategory.ConnectorPunctuation));

    /// <summary>Marks, as the component that strips accents knows them.</summary>
    public static CodePointSet KnownMark => Derived("Known_Mark");

    /// <summary>Punctuation, and ASCII symbols, as the components that split at punctuation know them.</summary>
    public static CodePointSet KnownPunctuation => Derived("Known_Punctuation");

    public static CodePointSet Category(UnicodeCategory category) => s_categories.Value[(int)category];

    /// <summary>Every category from first to last in the platform's numbering, which keeps the major classes together.</summary>
    public static CodePointSet Categories(UnicodeCategory first, UnicodeCategory last)
    {
        CodePointSet set = CodePointSet.Empty;
        for (UnicodeCategory c = first; c <= last; c++)
            set = set.Union(Category(c));
        return set;
    }

    /// <summary>A script or derived property by its loose name: lower case, without spaces, hyphens and underscores.</summary>
    public static CodePointSet? Script(string looseName) => s_scripts.Value.GetValueOrDefault(looseName);

    /// <summary>Unicode's loose matching of names.</summary>
    public static string LooseName(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static CodePointSet Derived(string name) => s_scripts.Value[LooseName(name)];

    private static CodePointSet[] ReadCategories()
    {
        var members = new List<int>[(int)UnicodeCategory.OtherNotAssigned + 1];
        for (int i = 0; i < members.Length; i++)
            members[i] = [];
        UnicodeCategory last = CharUnicodeInfo.GetUnicodeCategory(0);
        int start = 0;
        for (int c = 1; c <= CodePointSet.End; c++)
        {
            UnicodeCategory category = c == CodePointSet.End ? (UnicodeCategory)(-1) : CharUnicodeInfo.GetUnicodeCategory(c);
            if (category == last)
                continue;
            members[(int)last].AddRange([start, c]);
            (last, start) = (category, c);
        }
        return [.. members.Select(CodePointSet.FromChanges)];
    }

    private static Dictionary<string, CodePointSet> ReadScripts()
    {
        var scripts = new Dictionary<string, CodePointSet>();
        foreach (string line in UnicodeResource.Lines("scripts.txt"))
        {
            int colon = line.IndexOf(':');
            scripts[LooseName(line[..colon])] = CodePointSet.ParseRanges(line.AsSpan(colon + 1));
        }
        return scripts;
    }
}
