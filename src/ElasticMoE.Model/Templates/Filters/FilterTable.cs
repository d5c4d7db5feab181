using System.Collections.Frozen;
using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Runtime;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>All filters by name.</summary>
internal static class FilterTable
{
    public static FrozenDictionary<string, NativeFunction> Build()
    {
        var table = new MethodTable();
        ValueFilters.AddTo(table);
        TextFilters.AddTo(table);
        LayoutFilters.AddTo(table);
        MarkupFilters.AddTo(table);
        NumberFilters.AddTo(table);
        SequenceFilters.AddTo(table);
        OrderFilters.AddTo(table);
        SelectionFilters.AddTo(table);
        return table.Freeze();
    }
}
