/* What SWIG is told of crossing.h: which functions are the methods of a class, what is an array, and what C# implements. */
%module(directors="1") Swig
%{
#include "crossing.h"
%}
%include <stdint.i>
%include <arrays_csharp.i>

%nodefaultctor;
%nodefaultdtor;

typedef struct {
    %extend {
        Counter(int64_t start) { return counter_new(start); }
        ~Counter() { counter_drop($self); }
        int64_t add(int64_t by) { return counter_add($self, by); }
    }
} Counter;

uint64_t add_numbers(uint64_t first, uint64_t second);

%newobject text_upper_case;
%typemap(newfree) char *text_upper_case "text_drop($1);"
char *text_upper_case(const char *text);

%apply unsigned char INPUT[] { const unsigned char *data };
%apply unsigned char OUTPUT[] { unsigned char *inverted };
void invert_into(const unsigned char *data, size_t length, unsigned char *inverted);

%immutable;
typedef struct {
    char *name;
    uint64_t size;
    double share;
    bool hidden;
    %extend {
        ~WalkedFile() { walked_file_drop($self); }
    }
} WalkedFile;
%mutable;

typedef struct {
    %extend {
        Walk(size_t files) { return walk_new(files); }
        ~Walk() { walk_drop($self); }
        %newobject next;
        WalkedFile *next() { return walk_next($self); }
    }
} Walk;

%feature("director") Function;
%inline %{
class Function {
public:
    Function() {}
    virtual ~Function() {}
    virtual uint32_t call(uint32_t number) = 0;
};
%}
%{
static uint32_t call_function(void *function, uint32_t number) {
    return static_cast<Function *>(function)->call(number);
}
%}
%inline %{
uint64_t sum_of(uint32_t calls, Function *function) {
    return sum_of_function(calls, call_function, function);
}
%}

void do_nothing(void);
