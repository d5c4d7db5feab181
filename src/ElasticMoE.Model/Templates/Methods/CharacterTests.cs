using System.Globalization;
using System.Text;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>isalpha and its like: what kind all characters of a text are of.</summary>
internal static class CharacterTests
{
    public static void AddTo(MethodTable table) => table
        .Add("isalpha", "", call => All(call, Rune.IsLetter))
        .Add("isalnum", "", call => All(call, rune => Rune.IsLetter(rune) || HasNumber(rune)))
        .Add("isdigit", "", call => All(call, IsDigit))
        .Add("isdecimal", "", call => All(call, rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber))
        .Add("isnumeric", "", call => All(call, HasNumber))
        .Add("isspace", "", call => All(call, rune => rune.IsBmp && Texts.IsSpace((char)rune.Value)))
        .Add("isascii", "", call => Whole(call, text => Ascii.IsValid(text)))
        .Add("isprintable", "", call => Whole(call, text => text.EnumerateRunes().All(rune => StringRepr.IsPrintable(rune.Value))))
        .Add("isidentifier", "", call => Whole(call, IsIdentifier))
        .Add("islower", "", call => BooleanValue.Of(IsLower(call.SelfText, call.Budget)))
        .Add("isupper", "", call => BooleanValue.Of(IsUpper(call.SelfText, call.Budget)))
        .Add("istitle", "", call => BooleanValue.Of(IsTitle(call.SelfText, call.Budget)));

    /// <summary>At least one letter with a case, and none in upper case.</summary>
    public static bool IsLower(string text, RenderBudget budget) => HasOnly(text, Rune.IsLower, budget);

    /// <summary>At least one letter with a case, and none in lower case.</summary>
    public static bool IsUpper(string text, RenderBudget budget) => HasOnly(text, Rune.IsUpper, budget);

    private static bool HasOnly(string text, Predicate<Rune> wanted, RenderBudget budget)
    {
        budget.Scan(text.Length);
        bool any = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!CaseMapping.IsCased(rune))
                continue;
            if (!wanted(rune))
                return false;
            any = true;
        }

        return any;
    }

    private static bool IsTitle(string text, RenderBudget budget)
    {
        budget.Scan(text.Length);
        bool any = false;
        bool inside = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool cased = CaseMapping.IsCased(rune);
            if (cased && Rune.IsLower(rune) != inside)
                return false;
            any |= cased;
            inside = cased;
        }

        return any;
    }

    private static BooleanValue Whole(NativeCall call, Predicate<string> holds)
    {
        call.Budget.Scan(call.SelfText.Length);
        return BooleanValue.Of(holds(call.SelfText));
    }

    private static BooleanValue All(NativeCall call, Func<Rune, bool> holds)
    {
        call.Budget.Scan(call.SelfText.Length);
        return BooleanValue.Of(call.SelfText.Length > 0 && call.SelfText.EnumerateRunes().All(holds));
    }

    private static bool IsIdentifier(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0])
        && text.EnumerateRunes().All(rune => rune.Value == '_' || Rune.IsLetterOrDigit(rune));

    private static bool IsDigit(Rune rune) => rune.IsBmp
        ? CharUnicodeInfo.GetDigitValue((char)rune.Value) >= 0
        : CharUnicodeInfo.GetDigitValue(rune.ToString(), 0) >= 0;

    private static bool HasNumber(Rune rune) => CharUnicodeInfo.GetNumericValue(rune.ToString(), 0) >= 0;
}
